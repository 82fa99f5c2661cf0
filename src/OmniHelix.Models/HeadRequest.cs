using System.Globalization;
using OmniHelix.Models.Decoders;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models;

/// <summary>
/// What is asked for of the head of a model that is to be trained; what is left open comes from the head that its folder has.
/// </summary>
/// <param name="Label2Id">Names of the outputs with their numbers, 0 to n − 1.</param>
/// <param name="NumLabels">Number of outputs; they are named by their numbers where nothing names them.</param>
/// <param name="Options">Head and loss.</param>
internal sealed record HeadRequest(
    IReadOnlyDictionary<string, int>? Label2Id = null, int? NumLabels = null, OmniModelOptions? Options = null)
{
    /// <summary>The head to make.</summary>
    /// <param name="stored">The head of the folder for the same task; null when it has none.</param>
    /// <param name="tokenizer">Names the tokens that stand for no base, unless the options do.</param>
    /// <exception cref="OmniException">OH3604: names and numbers of the outputs contradict each other.</exception>
    public OmniModelOptions Over(OmniModelOptions? stored, OmniTokenizer? tokenizer)
    {
        var options = Options ?? stored ?? new();
        var shape = options.NewHead ? null : stored;
        return options with
        {
            Pooling = options.Pooling ?? shape?.Pooling,
            Layout = options.Layout ?? shape?.Layout,
            LabelNames = Names(stored?.LabelNames),
            SpecialTokens = options.SpecialTokens is [] && tokenizer is not null ? tokenizer.IdsWithoutBase : options.SpecialTokens,
            Decoder = Ends(options.Decoder ?? shape?.Decoder, tokenizer),
            Pairs = options.Pairs?.Over(shape?.Pairs) ?? shape?.Pairs,
        };
    }

    // What the tokenizer puts around a sequence is around what is written, too.
    private static DecoderOptions? Ends(DecoderOptions? decoder, OmniTokenizer? tokenizer)
    {
        if (tokenizer is null) return decoder;
        decoder ??= new();
        return decoder with
        {
            StartToken = decoder.StartToken ?? tokenizer.Special.Bos ?? tokenizer.Special.Cls,
            EndToken = decoder.EndToken ?? tokenizer.Special.Eos ?? tokenizer.Special.Sep,
        };
    }

    private IReadOnlyList<string>? Names(IReadOnlyList<string>? stored)
    {
        var named = Label2Id is null ? Options?.LabelNames : ById(Label2Id);
        if (NumLabels is not { } count) return named ?? stored;
        if (count < 1) throw Contradiction($"numLabels is {count}, expected 1 or more");
        named ??= stored?.Count == count ? stored : [.. Enumerable.Range(0, count).Select(Number)];
        return named.Count == count
            ? named
            : throw Contradiction($"numLabels is {count}, but {Plural.Count(named.Count, "label")} are named");
    }

    private static List<string> ById(IReadOnlyDictionary<string, int> label2Id)
    {
        var names = label2Id.OrderBy(label => label.Value).ToList();
        for (var id = 0; id < names.Count; id++)
            if (names[id].Value != id) throw Contradiction($"label2Id gives '{names[id].Key}' the number {names[id].Value}, expected {id}");
        return [.. names.Select(label => label.Key)];
    }

    private static string Number(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static OmniException Contradiction(FormattableString what) =>
        new("OH3604", FormattableString.Invariant(what), null, "Number the labels from 0 without gaps, or leave one of the two out.");
}
