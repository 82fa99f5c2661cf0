using OmniHelix.Cli.Commands.Genome.Variants;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>A genome to cut from.</summary>
/// <param name="Person">Whose it is; null for the reference.</param>
/// <param name="Haplotype">1 or 2; 0 for the reference.</param>
/// <param name="Cutter">Cuts from it.</param>
internal sealed record WindowSource(string? Person, int Haplotype, PlaceCutter Cutter);

/// <summary>The reference, or both haplotypes of people as views over it.</summary>
internal static class WindowSources
{
    /// <summary>The genomes that the flags ask for.</summary>
    /// <param name="settings">The flags.</param>
    /// <param name="reference">Must stay open.</param>
    /// <param name="places">Their contigs need variants: a person's genome that silently were the reference would be wrong.</param>
    /// <param name="terminal">Is told who has haploid calls.</param>
    /// <param name="cancellation">Stops reading variants.</param>
    public static IReadOnlyList<WindowSource> Of(GenomeWindowSettings settings, ReferenceGenome reference, IEnumerable<WindowPlace> places, Terminal terminal, CancellationToken cancellation)
    {
        if (settings.Vcf is null) return [new(null, 0, new PlaceCutter(reference, settings))];
        var people = PersonalGenome.Load(reference, settings.Vcf, new PersonalGenomeOptions
        {
            People = settings.SamplesFile is { } file ? SampleList.Read(file) : settings.Samples.Count > 0 ? settings.Samples : null,
            Contigs = [.. places.Select(p => p.Interval.Contig).Distinct()],
            Indels = settings.Indels,
            Haploid = settings.Haploid,
        }, cancellation);
        HaploidNotes.Write(terminal, people.Haploid, settings.Haploid);
        return [.. people.People.SelectMany(person => new[] { 1, 2 }.Select(h => new WindowSource(person, h, new PlaceCutter(people.Haplotype(person, h), settings))))];
    }
}
