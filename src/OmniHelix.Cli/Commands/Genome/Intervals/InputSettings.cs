using System.ComponentModel;
using OmniHelix.Cli.Binding;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>One file of intervals.</summary>
internal sealed record InputSettings
{
    [Description("The intervals: BED, GTF, GFF3 or VCF, plain or compressed; - is standard input.")]
    public string Input { get; init; } = "-";
}

/// <summary>How long contigs are.</summary>
internal sealed record ContigSettings
{
    [Description("Contigs and their lengths: a FASTA, its .fai, or a table with names and lengths.")]
    public string? Genome { get; init; }

    /// <summary>Reads the lengths.</summary>
    /// <exception cref="UsageException">OH2020: no file is given.</exception>
    /// <exception cref="OmniException">It cannot be read.</exception>
    public ContigLengths Lengths(string command)
    {
        if (Genome is null) throw new UsageException("OH2020", "--genome is needed: it says how long contigs are", command);
        if (KnownFiles.Kinds.Identify(Genome).Kind != SequenceFileKinds.Fasta) return ContigLengths.Read(Genome);
        using var genome = ReferenceGenome.Open(Genome);
        return ContigLengths.Of(genome);
    }
}
