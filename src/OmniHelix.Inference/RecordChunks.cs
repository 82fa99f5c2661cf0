using System.Buffers;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference;

/// <summary>Cuts a stream of records into chunks, checks and tokenises them. A record that cannot be used fails alone.</summary>
/// <param name="tokenizer">Tokenizer of the model.</param>
/// <param name="options">Lengths.</param>
/// <param name="maxTokens">Most tokens that the model takes.</param>
/// <param name="numbersPerToken">Results kept for each token; bounds the size of a chunk.</param>
internal sealed class RecordChunks(OmniTokenizer tokenizer, InferenceOptions options, int maxTokens, int numbersPerToken)
{
    private const int MaxNumbers = 1 << 26;
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\f\v\u00A0");

    private readonly LengthOptions length = new(Math.Min(options.MaxLength ?? maxTokens, maxTokens), options.LongSequences == LengthPolicy.Error ? LengthPolicy.Drop : options.LongSequences, options.WindowOverlap);

    // A vocabulary without leucine and glutamate is one of bases.
    private readonly bool isNucleic = tokenizer.IdOf("L") == tokenizer.Special.Unknown && tokenizer.IdOf("E") == tokenizer.Special.Unknown;

    /// <summary>Reads chunk by chunk.</summary>
    public IEnumerable<RecordChunk> Of(IEnumerable<Example> examples, CancellationToken cancellation)
    {
        var waiting = new List<Example>();
        var tokens = 0L;
        foreach (var example in examples)
        {
            cancellation.ThrowIfCancellationRequested();
            waiting.Add(example);
            tokens += example.Sequence.Length + tokenizer.SpecialsPerSequence;
            if (waiting.Count < options.ChunkRecords && tokens * numbersPerToken < MaxNumbers) continue;
            yield return Chunk(waiting, cancellation);
            (waiting, tokens) = ([], 0);
        }
        if (waiting.Count > 0) yield return Chunk(waiting, cancellation);
    }

    private RecordChunk Chunk(List<Example> examples, CancellationToken cancellation)
    {
        var errors = new OmniException?[examples.Count];
        var rows = new (int First, int End)[examples.Count];
        var good = new List<int>();
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = Problem(examples[i]);
            if (errors[i] is null) good.Add(i);
        }
        if (good.Count == 0) return new RecordChunk(examples, errors, null, rows);
        var tokens = RaggedTokens.Build([.. good.Select(i => examples[i])], tokenizer, length, cancellationToken: cancellation);
        for (var row = 0; row < tokens.Count; row++)
        {
            var record = good[tokens.ExampleOf(row)];
            rows[record] = (rows[record].End == 0 ? row : rows[record].First, row + 1);
        }
        foreach (var i in good)
            if (rows[i].End == 0) errors[i] = TooLong(examples[i]);
        return new RecordChunk(examples, errors, tokens.Count > 0 ? tokens : null, rows);
    }

    private OmniException? Problem(Example example)
    {
        try
        {
            ExampleReader.Check(example);
        }
        catch (OmniException e)
        {
            return e;
        }
        var blank = example.Sequence.AsSpan().IndexOfAny(Blanks);
        if (blank >= 0) return new OmniException("OH5303", $"character {blank + 1} of the sequence is blank", example.Place, "Remove it: every character must be a base.");
        if (!isNucleic) return null;
        return LetterCounts.Of(example.Sequence).Molecule switch
        {
            Molecule.Protein => new OmniException("OH1402", "the sequence is a protein, but the model reads nucleic acids", example.Place, "Choose a protein model, or give the coding sequence."),
            Molecule.MixedNucleic when tokenizer.Uracil == UracilPolicy.None => new OmniException("OH1403", "the sequence contains both T and U", example.Place, "Choose the conversion u2t or t2u."),
            _ => null,
        };
    }

    private OmniException TooLong(Example example) => new("OH1401", $"the sequence has {tokenizer.Tokenize(example.Sequence).Ids.Length} tokens, at most {length.MaxLength} are taken",
        example.Place, "Choose truncation or windows, or a model that takes longer sequences.");
}
