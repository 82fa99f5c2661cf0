using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>
/// Says on which contigs people have haploid calls, and what became of them: a haplotype that silently is the reference would mislead a
/// model.
/// </summary>
internal static class HaploidNotes
{
    public static void Write(Terminal terminal, IReadOnlyList<HaploidContig> haploid, HaploidCalls rule)
    {
        var what = rule switch
        {
            HaploidCalls.Both => "both haplotypes take them",
            HaploidCalls.Skip => "haplotype 2 has no such contig",
            _ => "haplotype 1 takes them, and haplotype 2 stays as the reference wherever others have two alleles;"
                + " --haploid both or skip changes that",
        };
        foreach (var (contig, people) in haploid)
        {
            var whose = string.Create(
                CultureInfo.InvariantCulture,
                $"{people.Count:#,0} {(people.Count == 1 ? "person has" : "people have")}");
            terminal.Error.WriteLine($"note {whose} haploid calls on contig {contig}: {what}");
        }
    }
}
