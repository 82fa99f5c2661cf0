using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Reads UCSC chain files of sequences on the forward strand, as consensus programs write them.</summary>
public static class ChainFile
{
    /// <summary>All chains of a file, plain or compressed.</summary>
    /// <exception cref="OmniException">
    /// OH1909: a line does not fit the format, blocks do not add up to the header's ends, or a strand is reversed.
    /// </exception>
    public static IReadOnlyList<Chain> Read(string path)
    {
        var chains = new List<Chain>();
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        string[]? header = null;
        var place = "";
        var blocks = new List<ChainBlock>();
        while (lines.TryRead(out var bytes))
        {
            var line = Encoding.UTF8.GetString(bytes).Trim();
            if (line.StartsWith('#')) continue;
            if (line.Length == 0)
            {
                if (header is not null) throw Wrong(lines.Place, "the chain ends without its last block");
                continue;
            }
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (header is null)
            {
                if (fields[0] != "chain" || fields.Length is not (12 or 13)) throw Wrong(lines.Place, "expected 'chain' and twelve fields");
                if (fields[4] != "+" || fields[9] != "+") throw Wrong(lines.Place, "a chain to or from the reverse strand cannot be read");
                header = fields;
                place = lines.Place;
                blocks.Clear();
                continue;
            }
            if (fields.Length is not (1 or 3)) throw Wrong(lines.Place, "expected one number or three");
            blocks.Add(fields.Length == 3
                ? new ChainBlock(Number(fields[0], lines.Place), Number(fields[1], lines.Place), Number(fields[2], lines.Place))
                : new ChainBlock(Number(fields[0], lines.Place), 0, 0));
            if (fields.Length == 3) continue;
            chains.Add(Build(header, [.. blocks], place));
            header = null;
        }
        return header is null ? chains : throw Wrong(lines.Place, "the file ends inside a chain");
    }

    private static Chain Build(string[] header, IReadOnlyList<ChainBlock> blocks, string place)
    {
        long Field(int i) => Number(header[i], place);
        var chain = new Chain(
            new(header[2], Field(5), Field(6)), new(header[7], Field(10), Field(11)), blocks, header.Length == 13 ? Field(12) : 0);
        if (chain.Reference.End > Field(3) || chain.Result.End > Field(8)) throw Wrong(place, "the chain leaves a sequence");
        long reference = chain.Reference.Start, result = chain.Result.Start;
        foreach (var block in blocks)
        {
            reference = checked(reference + block.Length + block.ReferenceGap);
            result = checked(result + block.Length + block.ResultGap);
        }
        return reference == chain.Reference.End && result == chain.Result.End
            ? chain
            : throw Wrong(
                place, $"the blocks end at {reference} and {result}, the header says {chain.Reference.End} and {chain.Result.End}");
    }

    private static long Number(string text, string place) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 1L << 48
            ? value
            : throw Wrong(place, $"'{text}' is no coordinate");

    private static OmniException Wrong(string place, string what) =>
        new("OH1909", $"this is no chain file: {what}", place, "Chain files of UCSC, bcftools and this program are read.");
}
