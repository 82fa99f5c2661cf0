using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>The variants of all haplotypes on one contig, of which those that are passed over have been taken out.</summary>
internal sealed class PersonalContigVariants
{
    private readonly ConsensusEdit[] edits;
    private readonly int[][] applied;
    private readonly bool[] isHaploid;

    /// <summary>Applies the edits of every haplotype once, to learn which of them count.</summary>
    /// <param name="contig">Name and place.</param>
    /// <param name="bases">The reference; used here only.</param>
    /// <param name="all">Edits of all haplotypes.</param>
    /// <param name="haplotypes">How many.</param>
    /// <exception cref="OmniException">OH1901–1903: an edit does not fit the reference.</exception>
    public PersonalContigVariants(PersonalContig contig, byte[] bases, HaplotypeEdits all, int haplotypes)
    {
        Contig = contig;
        Length = bases.Length;
        edits = all.Edits.ToArray();
        isHaploid = [.. Enumerable.Range(0, haplotypes / 2).Select(all.IsHaploid)];
        applied = new int[haplotypes][];
        OmniException? failure = null;
        Parallel.For(0, haplotypes, (h, loop) =>
        {
            try
            {
                applied[h] = Applied(bases, all.Of(h));
            }
            catch (OmniException e)
            {
                failure = e;
                loop.Stop();
            }
        });
        if (failure is not null) throw failure;
    }

    /// <summary>Name and place of the contig.</summary>
    public PersonalContig Contig { get; }

    /// <summary>Bases of the reference contig.</summary>
    public int Length { get; }

    /// <summary>All edits.</summary>
    public ReadOnlySpan<ConsensusEdit> Edits => edits;

    /// <summary>The edits in a haplotype's sequence: numbers into <see cref="Edits"/>, rising.</summary>
    public ReadOnlySpan<int> Of(int haplotype) => applied[haplotype];

    /// <summary>Whether a person has haploid calls here.</summary>
    public bool IsHaploid(int person) => isHaploid[person];

    private int[] Applied(byte[] bases, ReadOnlySpan<int> numbers)
    {
        var engine = new ConsensusEngine(new ConsensusOptions()) { Sink = NoSink.Instance };
        engine.Begin(Contig.Target, bases);
        var kept = new List<int>(numbers.Length);
        foreach (var number in numbers)
            if (engine.ApplyWithin(edits[number]) is EditOutcome.Applied or EditOutcome.AppliedClipped or EditOutcome.Frozen)
                kept.Add(number);
        return kept.Count == numbers.Length ? numbers.ToArray() : CollectionsMarshal.AsSpan(kept).ToArray();
    }

    private sealed class NoSink : IConsensusSink
    {
        public static readonly NoSink Instance = new();

        public void Copy(ReadOnlySpan<byte> bases, int offset)
        {
            // Only the outcome of the edits is wanted.
        }

        public void Write(ReadOnlySpan<byte> letters)
        {
            // Only the outcome of the edits is wanted.
        }

        public void Fill(byte letter, int count)
        {
            // Only the outcome of the edits is wanted.
        }
    }
}
