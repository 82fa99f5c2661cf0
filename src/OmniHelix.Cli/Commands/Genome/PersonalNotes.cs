using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>Says where the genomes of people are the reference: a haplotype that silently is the reference would mislead a model.</summary>
internal static class PersonalNotes
{
    /// <summary>Says on which contigs people have haploid calls, and what became of them.</summary>
    public static void Haploid(Terminal terminal, IReadOnlyList<HaploidContig> haploid, HaploidCalls rule)
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

    /// <summary>Says which contigs are the reference in everybody.</summary>
    public static void WithoutRecords(Terminal terminal, IReadOnlyList<string> contigs)
    {
        if (contigs.Count == 0) return;
        var (which, verb) = contigs.Count == 1 ? ("contig", "is") : ("contigs", "are");
        terminal.Error.WriteLine($"note there are no records on {which} {Named(contigs)}, which {verb} the reference in everybody");
    }

    private static string Named(IReadOnlyList<string> contigs)
    {
        const int shown = 8;
        var first = string.Join(", ", contigs.Take(shown));
        return contigs.Count <= shown ? first : string.Create(CultureInfo.InvariantCulture, $"{first}, … ({contigs.Count:#,0} in all)");
    }
}
