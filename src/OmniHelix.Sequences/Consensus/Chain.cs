using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Bases that correspond one to one, and the gap after them.</summary>
/// <param name="Length">Bases of the block.</param>
/// <param name="ReferenceGap">Reference bases after the block that have no partner.</param>
/// <param name="ResultGap">Bases of the other sequence after the block that have no partner.</param>
public readonly record struct ChainBlock(long Length, long ReferenceGap, long ResultGap);

/// <summary>
/// How two sequences correspond: blocks without gaps, in order (UCSC chain format). Coordinates count from 0, ends are exclusive; both
/// strands are forward.
/// </summary>
public sealed class Chain
{
    private readonly long[] referenceStarts, resultStarts;

    /// <summary>A chain of blocks.</summary>
    /// <param name="reference">What the chain spans on the reference.</param>
    /// <param name="result">What it spans on the other sequence.</param>
    /// <param name="blocks">Blocks; the gaps of the last one are not used.</param>
    /// <param name="id">Number in the file.</param>
    public Chain(GenomicInterval reference, GenomicInterval result, IReadOnlyList<ChainBlock> blocks, long id)
    {
        Reference = reference;
        Result = result;
        Blocks = blocks;
        Id = id;
        referenceStarts = new long[blocks.Count];
        resultStarts = new long[blocks.Count];
        var referenceStart = reference.Start;
        var resultStart = result.Start;
        for (int i = 0; i < blocks.Count; i++)
        {
            referenceStarts[i] = referenceStart;
            resultStarts[i] = resultStart;
            referenceStart += blocks[i].Length + blocks[i].ReferenceGap;
            resultStart += blocks[i].Length + blocks[i].ResultGap;
        }
    }

    /// <summary>What the chain spans on the reference.</summary>
    public GenomicInterval Reference { get; }

    /// <summary>What it spans on the other sequence.</summary>
    public GenomicInterval Result { get; }

    /// <summary>The blocks.</summary>
    public IReadOnlyList<ChainBlock> Blocks { get; }

    /// <summary>Number in the file.</summary>
    public long Id { get; }

    /// <summary>Bases in blocks.</summary>
    public long Score => Blocks.Sum(b => b.Length);

    /// <summary>
    /// Where a reference base lies in the other sequence; a base that is gone maps to the nearest base before it that is left, or to
    /// the first one.
    /// </summary>
    /// <param name="position">On the reference, from 0; outside the chain the distance to its nearer end is kept.</param>
    public long ToResult(long position)
    {
        if (referenceStarts.Length == 0) return position;
        if (position < referenceStarts[0]) return resultStarts[0] + position - referenceStarts[0];
        var at = Array.BinarySearch(referenceStarts, position);
        if (at < 0) at = ~at - 1;
        // Empty blocks may share a start; the last of them is the one that goes on.
        while (at + 1 < referenceStarts.Length && referenceStarts[at + 1] == position) at++;
        var into = position - referenceStarts[at];
        if (into < Blocks[at].Length || at == referenceStarts.Length - 1) return resultStarts[at] + into;
        return Math.Max(resultStarts[0], resultStarts[at] + Blocks[at].Length - 1);
    }

    /// <summary>The header line and the blocks, as in a chain file, with the empty line that ends them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"chain {Score} {Side(Reference)} {Side(Result)} {Id}\n");
        for (var i = 0; i < Blocks.Count - 1; i++)
            text.Append(CultureInfo.InvariantCulture, $"{Blocks[i].Length} {Blocks[i].ReferenceGap} {Blocks[i].ResultGap}\n");
        if (Blocks.Count > 0) text.Append(CultureInfo.InvariantCulture, $"{Blocks[^1].Length}\n");
        return text.Append('\n').ToString();
    }

    // Name, length of the sequence as far as it is known, strand, start, end.
    private static string Side(GenomicInterval side) =>
        string.Create(CultureInfo.InvariantCulture, $"{side.Contig} {side.End} + {side.Start} {side.End}");
}
