using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>A window and whose it is.</summary>
/// <param name="Name">Of its place; empty when that has none.</param>
/// <param name="Person">Null for the reference.</param>
/// <param name="Haplotype">1 or 2; 0 for the reference.</param>
/// <param name="Window">Position, half-open from 0 on the genome that was cut, and bases.</param>
public sealed record CutWindow(string Name, string? Person, int Haplotype, GenomicWindow Window)
{
    /// <summary>Where it lies, 1-based inclusive: <c>chr1:1001-2000(-)</c>.</summary>
    public string Place
    {
        get
        {
            var strand = Window.Strand == Strand.Reverse ? "(-)" : "";
            return FormattableString.Invariant($"{Window.Contig}:{Window.Start + 1}-{Window.End}{strand}");
        }
    }

    /// <summary>What tells it from all others: the name of its place, and whose it is: <c>GENE1|HG00096|1</c>.</summary>
    public string Id
    {
        get
        {
            var place = Name.Length > 0 ? Name : Place;
            return Person is null ? place : FormattableString.Invariant($"{place}|{Person}|{Haplotype}");
        }
    }
}
