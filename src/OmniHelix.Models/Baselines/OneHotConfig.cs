using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models.Baselines;

/// <summary>What the configurations of networks that read bases as rows of zeros with a one have in common.</summary>
internal abstract record OneHotConfig : BaselineConfig
{
    /// <summary>Stands for a token that is no single base.</summary>
    public const char NoBase = '-';

    /// <summary>The channels of a row, in order.</summary>
    public const string Channels = "ACGT";

    /// <summary>The base of each token by its id: A, C, G, T, or <see cref="NoBase"/>.</summary>
    public required string TokenBases { get; init; }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["token_bases"] = TokenBases;
        return json;
    }

    /// <inheritdoc/>
    internal override void RequireFit(OmniTokenizer tokenizer, string? place)
    {
        base.RequireFit(tokenizer, place);
        var own = BasesOf(tokenizer);
        for (var id = 0; id < own.Length; id++)
        {
            if (own[id] == TokenBases[id]) continue;
            var what = FormattableString.Invariant(
                $"the model reads token {id} as {Named(TokenBases[id])}, and the tokenizer's is '{tokenizer.TokenOf(id)}'");
            throw new OmniException("OH3206", what, place, "Take the tokenizer that the model was trained with.");
        }
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(TokenBases.Length == VocabularySize, place, $"token_bases has {TokenBases.Length} letters for {VocabularySize} tokens");
        Require(TokenBases.All(one => one == NoBase || Channels.Contains(one)), place, $"token_bases has other letters than {Channels}-");
    }

    /// <summary>The base of each token: lower case is read as upper case, and U as T.</summary>
    /// <exception cref="OmniException">OH3206: one of the four has no token of its own.</exception>
    private protected static string BasesOf(OmniTokenizer tokenizer)
    {
        var bases = string.Create(tokenizer.VocabularySize, tokenizer, (letters, from) =>
        {
            for (var id = 0; id < letters.Length; id++) letters[id] = BaseOf(from.LettersOf(id));
        });
        foreach (var channel in Channels)
            if (!bases.Contains(channel))
                throw new OmniException(
                    "OH3206", $"the model reads single bases, and the tokenizer has no token for {channel}", null,
                    "Choose a tokenizer of single nucleotides, or one of the models cnn and rnn, which learn a vector for any token.");
        return bases;
    }

    /// <summary>The keys of a file that all have.</summary>
    private protected static T ReadOneHot<T>(MapNode json, T defaults) where T : OneHotConfig => ReadCommon(json, defaults) with
    {
        TokenBases = json.Text("token_bases") ?? throw json.Wrong("token_bases", "the base of each token"),
    };

    private static char BaseOf(string letters) => letters.Length != 1 ? NoBase : char.ToUpperInvariant(letters[0]) switch
    {
        'U' => 'T',
        var letter => Channels.Contains(letter) ? letter : NoBase,
    };

    private static string Named(char one) => one == NoBase ? "no base" : one.ToString();
}
