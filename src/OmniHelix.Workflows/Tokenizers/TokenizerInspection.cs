using System.Text.Json.Nodes;
using OmniHelix.Models;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>What a tokenizer is: its steps, special tokens and limits, the lengths and scores of its tokens, and tokens in vain.</summary>
/// <param name="Name">What was inspected: a folder, a file or the name of a shipped model.</param>
/// <param name="Tokenizer">The tokenizer.</param>
public sealed record TokenizerInspection(string Name, OmniTokenizer Tokenizer)
{
    /// <summary>What cuts text into tokens: Unigram, BPE, WordPiece and so on, with its settings.</summary>
    public string Model => Tokenizer.Stages.Last(stage => stage.Name == "model").Description;

    /// <summary>The tokens with a role, by role.</summary>
    public required IReadOnlyList<SpecialToken> SpecialTokens { get; init; }

    /// <summary>What a sequence becomes, such as <c>&lt;cls&gt; A &lt;eos&gt;</c>.</summary>
    public string Template => Describe(Tokenizer.Template.Single);

    /// <summary>What a pair becomes; null when the tokenizer joins none.</summary>
    public string? PairTemplate => Tokenizer.Template.Pair is { } pair ? Describe(pair) : null;

    /// <summary>The letters that are tokens by themselves.</summary>
    public required IReadOnlyList<string> Alphabet { get; init; }

    /// <summary>How many tokens have each number of letters, ascending; special tokens have none and are left out.</summary>
    public required IReadOnlyList<TokenLength> Lengths { get; init; }

    /// <summary>Least, mean and greatest score of the tokens that are not special; null for models without scores.</summary>
    public required ScoreRange? Scores { get; init; }

    /// <summary>Tokens that stand in the vocabulary more than once.</summary>
    public required IReadOnlyList<DuplicateToken> Duplicates { get; init; }

    /// <summary>Ids of tokens that no text gives; see <see cref="OmniTokenizer.CanProduce"/>.</summary>
    public required IReadOnlyList<int> NeverProduced { get; init; }

    /// <summary>Reads a tokenizer and looks at every token.</summary>
    /// <param name="name">A folder, a <c>tokenizer.json</c>, or the name of a shipped model.</param>
    /// <exception cref="OmniException">OH5302, OH15xx: the tokenizer cannot be read.</exception>
    public static TokenizerInspection Of(string name) => Of(name, ModelTokenizer.OpenAlone(name));

    /// <summary>Looks at every token of a tokenizer.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    public static TokenizerInspection Of(string name, OmniTokenizer tokenizer)
    {
        var ids = Enumerable.Range(0, tokenizer.VocabularySize);
        var letters = ids.Select(tokenizer.LettersOf).ToArray();
        var scored = ids.Where(id => letters[id].Length > 0).ToList();
        return new TokenizerInspection(name, tokenizer)
        {
            SpecialTokens = [
                .. tokenizer.SpecialTokensMap.Select(role => new SpecialToken(role.Key, role.Value, tokenizer.IdOf(role.Value)!.Value))],
            Alphabet = [.. letters.Where(text => LettersIn(text) == 1).Distinct().Order(StringComparer.Ordinal)],
            Lengths = [
                .. letters.Where(text => text.Length > 0).CountBy(LettersIn).OrderBy(l => l.Key).Select(
                    l => new TokenLength(l.Key, l.Value))],
            Scores = tokenizer.Scores is { } scores ? ScoreRange.Of(scored.Where(id => id < scores.Count).Select(id => scores[id])) : null,
            Duplicates = [
                .. ids.GroupBy(tokenizer.TokenOf).Where(same => same.Key.Length > 0 && same.Skip(1).Any()).Select(
                    same => new DuplicateToken(same.Key, [.. same]))],
            NeverProduced = [.. ids.Where(id => !tokenizer.CanProduce(id))],
        };
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["tokenizer"] = Name,
        ["vocabulary_size"] = Tokenizer.VocabularySize,
        ["molecule"] = Tokenizer.Molecule.ToString(),
        ["stages"] = Objects(Tokenizer.Stages, stage => new() { ["name"] = stage.Name, ["description"] = stage.Description }),
        ["special_tokens"] = Objects(SpecialTokens, special => new()
        {
            ["role"] = special.Role,
            ["token"] = special.Token,
            ["id"] = special.Id,
        }),
        ["template"] = Template,
        ["pair_template"] = PairTemplate,
        ["max_length"] = Tokenizer.MaxLength == int.MaxValue ? null : Tokenizer.MaxLength,
        ["uracil"] = Tokenizer.Uracil == UracilPolicy.None ? null : Tokenizer.Uracil.ToString(),
        ["upper_case"] = Tokenizer.Case == CasePolicy.Upper,
        ["alphabet"] = new JsonArray([.. Alphabet.Select(letter => (JsonNode)letter)]),
        ["lengths"] = Objects(Lengths, length => new() { ["letters"] = length.Letters, ["tokens"] = length.Tokens }),
        ["scores"] = Scores is not { } range ? null : new JsonObject
        {
            ["least"] = range.Least,
            ["mean"] = range.Mean,
            ["greatest"] = range.Greatest,
        },
        ["duplicates"] = Objects(Duplicates, duplicate => new()
        {
            ["token"] = duplicate.Token,
            ["ids"] = new JsonArray([.. duplicate.Ids.Select(id => (JsonNode)id)]),
        }),
        ["shared_ids"] = Objects(Tokenizer.SharedIds, shared => new()
        {
            ["id"] = shared.Id,
            ["tokens"] = new JsonArray([.. shared.Tokens.Select(token => (JsonNode)token)]),
        }),
        ["never_produced"] = Objects(NeverProduced, id => new() { ["id"] = id, ["token"] = Tokenizer.TokenOf(id) }),
    };

    private static int LettersIn(string text) => text.EnumerateRunes().Count();

    private static JsonArray Objects<T>(IEnumerable<T> items, Func<T, JsonObject> describe) => new([.. items.Select(describe)]);

    private string Describe(IReadOnlyList<TemplatePart> parts) => string.Join(
        ' ', parts.SelectMany(part => part.Ids is { } ids ? ids.Select(Tokenizer.TokenOf) : [part.IsSecond ? "B" : "A"]));
}

/// <summary>A token with a role.</summary>
/// <param name="Role">As configurations call it: <c>cls_token</c>.</param>
/// <param name="Token">The token.</param>
/// <param name="Id">Its id.</param>
public sealed record SpecialToken(string Role, string Token, int Id);

/// <summary>Tokens of one length.</summary>
/// <param name="Letters">Letters that each has.</param>
/// <param name="Tokens">How many there are.</param>
public sealed record TokenLength(int Letters, int Tokens);

/// <summary>A token that stands in a vocabulary more than once; text gives the last one.</summary>
/// <param name="Token">The token.</param>
/// <param name="Ids">Its ids, ascending.</param>
public sealed record DuplicateToken(string Token, IReadOnlyList<int> Ids);

/// <summary>Natural logarithms of probabilities.</summary>
/// <param name="Least">Of the least probable token.</param>
/// <param name="Mean">Of all, each counted once.</param>
/// <param name="Greatest">Of the most probable token.</param>
public sealed record ScoreRange(double Least, double Mean, double Greatest)
{
    /// <summary>The range of some scores; null when there are none.</summary>
    public static ScoreRange? Of(IEnumerable<double> scores)
    {
        double[] all = [.. scores];
        return all.Length == 0 ? null : new(all.Min(), all.Average(), all.Max());
    }
}
