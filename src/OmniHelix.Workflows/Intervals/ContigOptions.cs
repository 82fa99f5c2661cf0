using System.ComponentModel;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Where the lengths of contigs stand.</summary>
[Category("Genome")]
public sealed record ContigOptions
{
    /// <summary>The file; null for none.</summary>
    [Description("Contigs and their lengths: a FASTA, its .fai, or a table with names and lengths.")]
    public string? Genome { get; init; }

    /// <summary>Refuses to do without a file.</summary>
    /// <exception cref="UsageException">OH2020.</exception>
    public void Require()
    {
        if (Genome is null) throw new UsageException("OH2020", "--genome is needed: it says how long contigs are");
    }

    /// <summary>Reads the lengths.</summary>
    /// <exception cref="UsageException">OH2020: there is no file.</exception>
    /// <exception cref="OmniException">It cannot be read.</exception>
    public ContigLengths Lengths()
    {
        Require();
        if (KnownFiles.Kinds.Identify(Genome!).Kind != SequenceFileKinds.Fasta) return ContigLengths.Read(Genome!);
        using var genome = ReferenceGenome.Open(Genome!);
        return ContigLengths.Of(genome);
    }
}
