using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Training.Seq2Seq;

/// <summary>The sequences that a model should write, one for each example, as tokens with the end token behind them.</summary>
public sealed class OutputTokens
{
    private const int Shown = 5;

    private OutputTokens(IReadOnlyList<int[]> rows) => Rows = rows;

    /// <summary>Ids of each output, the end token last.</summary>
    public IReadOnlyList<int[]> Rows { get; }

    /// <summary>Tokens of the outputs of examples, which are their labels.</summary>
    /// <param name="examples">Examples with a text as label.</param>
    /// <param name="tokenizer">Of the model.</param>
    /// <param name="end">Id of the end token.</param>
    /// <param name="maxTokens">Most tokens of an output, the end token included.</param>
    /// <exception cref="OmniException">
    /// OH1303 a record without an output, OH1304 one that is no text, OH5023 letters that the vocabulary lacks, OH1401 outputs that are too
    /// long.
    /// </exception>
    public static OutputTokens Of(IReadOnlyList<Example> examples, OmniTokenizer tokenizer, int end, int maxTokens)
    {
        var rows = new List<int[]>(examples.Count);
        var tokens = new TokenBuffer();
        List<string> unknown = [], tooLong = [];
        foreach (var example in examples)
        {
            var text = TextOf(example);
            tokens.Clear();
            tokenizer.EncodeContent(text, tokens);
            if (tokenizer.Special.Unknown is { } id && tokens.Ids.Contains(id))
                unknown.Add($"{example.Place} '{Letter(tokens, id, text)}'");
            if (tokens.Count + 1 > maxTokens) tooLong.Add($"{example.Place} ({tokens.Count + 1})");
            rows.Add([.. tokens.Ids, end]);
        }
        Refuse("OH5023", "an output with letters that the vocabulary has no token for", unknown, "Use a tokenizer that has them.");
        Refuse("OH1401", $"an output of more than {maxTokens} tokens", tooLong, "Give --max-new-tokens more.");
        return new OutputTokens(rows);
    }

    /// <summary>The output of an example.</summary>
    /// <exception cref="OmniException">OH1303 it has none, OH1304 it is no text.</exception>
    public static string TextOf(Example example) => example.Label switch
    {
        TextLabel text => text.Text,
        ListLabel list when list.Items.All(item => item.Length == 1) => string.Concat(list.Items),
        null => throw new OmniException(
            "OH1303", $"record '{example.Id}' has no output", example.Place,
            "Name its field: --label-field, or label_column of the data set."),
        _ => throw new OmniException(
            "OH1304", $"the output of record '{example.Id}' is no text", example.Place, "Give the sequence that should be written."),
    };

    private static string Letter(TokenBuffer tokens, int unknown, string text)
    {
        var span = tokens.Spans[tokens.Ids.IndexOf(unknown)];
        return text[span.Start..span.End];
    }

    private static void Refuse(string code, string what, List<string> places, string advice)
    {
        if (places.Count == 0) return;
        var shown = string.Join(", ", places.Take(Shown)) + (places.Count > Shown ? ", …" : "");
        throw new OmniException(code, $"{Plural.Count(places.Count, "record")} with {what}", places[0].Split(' ')[0], $"{shown}. {advice}");
    }
}
