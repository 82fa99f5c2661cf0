namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>Which personal genomes are written, and from what.</summary>
public sealed record PersonalConsensusRequest
{
    /// <summary>FASTA of the reference, plain or BGZF.</summary>
    public required string Reference { get; init; }

    /// <summary>A VCF with all contigs, or a folder with one VCF for each contig.</summary>
    public required string Variants { get; init; }

    /// <summary>The folder for the genomes; made when it does not exist.</summary>
    public required string Output { get; init; }

    /// <summary>People; null for all that every VCF has.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>
    /// Contigs in the order of the output; null for the autosomes that the reference has, or, when it has none, every contig that has a
    /// VCF.
    /// </summary>
    public IReadOnlyList<string>? Contigs { get; init; }

    /// <summary>
    /// Apply insertions, deletions and all other variants too; otherwise only records whose alternates all replace one base, and
    /// coordinates stay.
    /// </summary>
    public bool Indels { get; init; }

    /// <summary>What becomes of calls of one allele.</summary>
    public HaploidCalls Haploid { get; init; }

    /// <summary>Replace genomes that are there already.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>How far a run is.</summary>
/// <param name="Contig">The contig that is being written.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">Contigs in all.</param>
/// <param name="Bytes">Bytes written to all files.</param>
/// <param name="Share">Which share of all this is, 0 to 1, as far as insertions and deletions let it be known.</param>
public readonly record struct PersonalProgress(string Contig, int Number, int Count, long Bytes, double Share);

/// <summary>What became of one haplotype.</summary>
public enum PersonalOutcome
{
    /// <summary>Written.</summary>
    Written,

    /// <summary>Was there already, complete and from the same input.</summary>
    Kept,

    /// <summary>Could not be written; the reason is beside it.</summary>
    Failed,
}

/// <summary>One haplotype of a report.</summary>
/// <param name="Person">Name of the person.</param>
/// <param name="Haplotype">1 or 2.</param>
/// <param name="Path">The file.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Bases">Bases of all contigs.</param>
/// <param name="Applied">Variants in the sequence.</param>
/// <param name="Overlapping">Variants passed over because one before changed the same bases.</param>
public sealed record PersonalHaplotypeReport(
    string Person, int Haplotype, string Path, PersonalOutcome Outcome, long Bases, long Applied, long Overlapping)
{
    /// <summary>Why it failed; null otherwise.</summary>
    public string? Problem { get; init; }
}

/// <summary>What a run over many people did.</summary>
/// <param name="Contigs">Contigs of every genome, in order.</param>
/// <param name="Haplotypes">Two for each person, in the order of the people.</param>
/// <param name="NotSpelled">Alleles passed over because they are not spelled in bases.</param>
/// <param name="Haploid">Contigs with haploid calls, and whose, among the genomes that are there.</param>
public sealed record PersonalConsensusReport(
    IReadOnlyList<string> Contigs, IReadOnlyList<PersonalHaplotypeReport> Haplotypes, long NotSpelled, IReadOnlyList<HaploidContig> Haploid)
{
    /// <summary>
    /// Contigs that the header of the VCF declares and no record lies on: those written by this run are the reference.
    /// </summary>
    public IReadOnlyList<string> WithoutRecords { get; init; } = [];

    /// <summary>Whether every genome is there.</summary>
    public bool IsComplete => Haplotypes.All(h => h.Outcome != PersonalOutcome.Failed);
}
