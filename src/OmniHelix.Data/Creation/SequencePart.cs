using System.Globalization;
using OmniHelix.Data.Synthetic;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Creation;

/// <summary>A record of a new data set: a sequence, a chunk of one, or the reverse complement of either.</summary>
/// <param name="Name">Its name, which tells the chunk and the strand.</param>
/// <param name="Sequence">Its letters.</param>
/// <param name="Label">Its class; null without one.</param>
/// <param name="Parent">Number of the sequence that it comes from.</param>
/// <param name="Group">What it must stay together with; null for nothing but its parent.</param>
/// <param name="Place">Where it comes from.</param>
internal sealed record SequencePart(string Name, string Sequence, string? Label, string Parent, string? Group, string Place)
{
    /// <summary>Too few letters of a cut sequence for being equal to others by anything but chance.</summary>
    public bool IsShortRest { get; init; }

    /// <summary>Values of further columns, those of the sequence that it comes from.</summary>
    public IReadOnlyList<object?> Others { get; init; } = [];
}

/// <summary>Cuts the sequences of a source into records; reverse complements stand behind what they are of.</summary>
internal static class SequenceParts
{
    // Of one letter there is a rest in every genome, of 20 letters there are 10^12 kinds.
    private const int LeastTelling = 20;

    private const string ChunkMark = "__PARTIAL_SEQ_CHUNK_", ReverseMark = "__RC";

    /// <summary>Streams the records, the same ones each time.</summary>
    /// <param name="source">The sequences.</param>
    /// <param name="options">How they are cut.</param>
    /// <param name="negatives">Makes synthetic sequences of the first class, which follow what they are made of; null makes none.</param>
    /// <param name="drop">Told of each last chunk that is too short.</param>
    public static IEnumerable<SequencePart> Of(
        DataSetSource source, CreationOptions options, SyntheticSequences? negatives = null, Action? drop = null)
    {
        var number = 0L;
        foreach (var sequence in source.Read())
        {
            number++;
            // Two sequences may have one name; each is its own parent.
            var parent = number.ToString(CultureInfo.InvariantCulture);
            var letters = options.UpperCase ? sequence.Sequence.ToUpperInvariant() : sequence.Sequence;
            foreach (var part in Chunks(sequence, letters, parent, options, drop)) yield return part;
            if (negatives is null || sequence.Label != source.Classes![0]) continue;
            var synthetic = sequence with { Name = "NULL_" + sequence.Name, Label = options.NegativeLabel };
            foreach (var part in Chunks(synthetic, negatives.Next(letters, number), parent + "s", options, drop)) yield return part;
        }
    }

    /// <summary>The other strand; of RNA where there is a U.</summary>
    public static string ReverseComplement(string letters) =>
        Alphabet.ReverseComplement(letters, letters.Contains('U', StringComparison.Ordinal));

    private static IEnumerable<SequencePart> Chunks(
        SourceSequence sequence, string letters, string parent, CreationOptions options, Action? drop)
    {
        // Commas in names would confuse readers of CSV that know no quotes.
        var name = sequence.Name.Replace(",", "__", StringComparison.Ordinal);
        var length = options.Chunk == 0 ? letters.Length : options.Chunk;
        var step = Math.Max(1, length - options.Overlap);
        for (var (at, i) = (0, 0); at < letters.Length && (at == 0 || at + options.Overlap < letters.Length); at += step, i++)
        {
            var chunk = letters.Substring(at, Math.Min(length, letters.Length - at));
            if (options.Chunk > 0 && chunk.Length < options.MinimumChunk)
            {
                drop?.Invoke();
                continue;
            }
            var chunkName = options.Chunk == 0 ? name : name + ChunkMark + i.ToString(CultureInfo.InvariantCulture);
            var part = new SequencePart(chunkName, chunk, sequence.Label, parent, sequence.Group, sequence.Place)
            {
                IsShortRest = at > 0 && chunk.Length < Math.Min(options.Chunk, LeastTelling),
                Others = sequence.Others,
            };
            yield return part;
            if (options.ReverseComplements)
                yield return part with
                {
                    Name = chunkName + ReverseMark,
                    Sequence = ReverseComplement(chunk),
                    Place = sequence.Place + ", reverse complement",
                };
        }
    }
}
