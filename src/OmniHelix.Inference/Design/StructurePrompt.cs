using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Design;

/// <summary>
/// What a masked language model reads when bases for a structure are asked for: <c>&lt;cls&gt; sequence &lt;eos&gt; structure
/// &lt;eos&gt;</c> where its vocabulary has the symbols <c>( ) .</c>, and the sequence alone otherwise. It is put together from ids: no
/// text that a user controls can become a special token.
/// </summary>
internal sealed class StructurePrompt
{
    // Every token of such a text has to be one of its letters; it has all neighbours.
    private const string Probe = "ACGTAAGGCCTTGATCAGTGCA";

    private readonly OmniTokenizer tokenizer;
    private readonly long[] template;
    private readonly int[] ids = new int[128];

    /// <param name="model">Its tokenizer and the most tokens that it reads.</param>
    /// <param name="target">The structure.</param>
    /// <param name="hasThymine">Sequences have T; false for U. Of a tokenizer that knows one of the two only, that one is read.</param>
    /// <param name="cutsStructure">Cut off the end of a structure for which there is no room, instead of an error.</param>
    /// <exception cref="OmniException">
    /// OH1855 a pseudoknot; OH5020 there is no mask token; OH5331 the prompt is longer than the model reads.
    /// </exception>
    /// <exception cref="UsageException">OH5330: tokens of the model are not single bases.</exception>
    public StructurePrompt(PretrainedModel model, SecondaryStructure target, bool hasThymine = false, bool cutsStructure = false)
    {
        if (!target.IsNested)
            throw new OmniException(
                "OH1855", "the structure has a pseudoknot, which is not designed", null, "Leave out the pairs that cross others.");
        tokenizer = model.Tokenizer;
        Mask = tokenizer.Special.Mask ?? throw new OmniException(
            "OH5020", "the tokenizer has no mask token, which asking for bases needs", model.Folder, "Choose a masked language model.");
        foreach (var letter in "ACG") ids[letter] = IdOf(letter) ?? throw NoBases(model);
        ids['U'] = IdOf(hasThymine ? 'T' : 'U') ?? IdOf(hasThymine ? 'U' : 'T') ?? throw NoBases(model);
        ids[IBaseProbabilities.Hidden] = Mask;
        RequireSingleBases(model);
        template = Template(model, target.ToDotBracket(), cutsStructure);
    }

    /// <summary>The id of a hidden base.</summary>
    public int Mask { get; }

    /// <summary>Tokens of a prompt.</summary>
    public int Length => template.Length;

    /// <summary>The token of the first base.</summary>
    public int First => tokenizer.Template.Before.Count;

    /// <summary>What of the structure the model does not read, in words; null when it reads all.</summary>
    public string? Note { get; private set; }

    /// <summary>The id of a base, of A, C, G, U.</summary>
    public int IdOfBase(char letter) => ids[letter];

    /// <summary>Writes a prompt.</summary>
    /// <param name="sequence">A, C, G, U, and <see cref="IBaseProbabilities.Hidden"/> where the model is asked.</param>
    /// <param name="row">Receives the ids, <see cref="Length"/> of them.</param>
    public void Write(ReadOnlySpan<char> sequence, Span<long> row)
    {
        template.CopyTo(row);
        for (var at = 0; at < sequence.Length; at++) row[First + at] = ids[sequence[at]];
    }

    private int? IdOf(char letter) => tokenizer.IdOf(tokenizer.Converted(letter).ToString());

    private void RequireSingleBases(PretrainedModel model)
    {
        var tokens = tokenizer.Tokenize(Probe.Replace('T', tokenizer.LettersOf(ids['U'])[0])).Ids;
        var isSingle = tokens.Skip(First).Take(Probe.Length).SequenceEqual(Probe.Select(letter => ids[letter == 'T' ? 'U' : letter]));
        if (!isSingle || tokenizer.Molecule == Molecule.Protein) throw NoBases(model);
    }

    private long[] Template(PretrainedModel model, string structure, bool cutsStructure)
    {
        var before = tokenizer.Template.Before;
        var after = tokenizer.Template.After;
        int?[] symbols = [.. structure.Select(symbol => tokenizer.IdOf(symbol.ToString()))];
        var between = tokenizer.Special.Eos ?? tokenizer.Special.Sep;
        var isRead = between is not null && "().".All(symbol => tokenizer.IdOf(symbol.ToString()) is { } id && !tokenizer.IsSpecial(id));
        if (!isRead) Note = "The vocabulary of the model has no symbols for structures: it does not read the one that is wanted.";
        List<int> prompt = [.. before, .. Enumerable.Repeat(Mask, structure.Length)];
        if (isRead) prompt.AddRange([between!.Value, .. symbols.Select(symbol => symbol!.Value)]);
        var excess = Math.Max(0, prompt.Count + after.Count - model.MaxTokens);
        if (excess > 0 && isRead && cutsStructure)
        {
            var cut = Math.Min(excess, structure.Length);
            prompt.RemoveRange(prompt.Count - cut, cut);
            excess -= cut;
            Note = FormattableString.Invariant($"The model reads {model.MaxTokens} tokens: the last {Plural.Count(cut, "symbol")} of the ")
                + "structure are cut off.";
        }
        prompt.AddRange(after);
        return excess == 0 ? [.. prompt.Select(id => (long)id)] : throw TooLong(model, structure.Length, prompt.Count);
    }

    private static OmniException TooLong(PretrainedModel model, int bases, int tokens) => new(
        "OH5331",
        FormattableString.Invariant($"a structure of {Plural.Count(bases, "base")} makes {Plural.Count(tokens, "token")}, ")
            + FormattableString.Invariant($"and the model reads {model.MaxTokens}"),
        model.Folder, "Search without the model, or take one that reads more.");

    private static UsageException NoBases(PretrainedModel model) => new(
        "OH5330", "the tokens of the model are not single bases, so that it cannot be asked for one", model.Folder,
        "Choose a masked language model of RNA or DNA that reads base by base.");
}
