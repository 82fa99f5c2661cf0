using System.Text;
using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>
/// Byte pair encoding (Sennrich 2016): a piece begins as its characters, and of all neighbours the pair whose merge was learned first
/// becomes one token, until no pair has a merge. Equal pairs are merged from the left. Where the vocabulary allows it the same tokens are
/// found without merging; see <see cref="BpeMatching"/>.
/// </summary>
internal sealed class BytePairEncoding : SubwordModel
{
    private const int Absent = -1;

    private readonly MergeTable merges;
    private readonly BpeSettings settings;
    private readonly ByteTokens? bytes;
    private readonly int[] asciiSymbols = new int[128];
    private readonly BpeMatching? matching;

    /// <param name="vocabulary">Tokens.</param>
    /// <param name="merges">Pairs in the order in which they were learned.</param>
    /// <param name="settings">What characters become.</param>
    public BytePairEncoding(SubwordVocabulary vocabulary, MergeTable merges, BpeSettings settings) : base(vocabulary)
    {
        this.merges = merges;
        this.settings = settings;
        if (settings.ByteFallback) bytes = ByteTokens.Find(vocabulary);
        Span<char> letter = stackalloc char[1];
        for (var c = 0; c < asciiSymbols.Length; c++)
        {
            letter[0] = (char)c;
            asciiSymbols[c] = vocabulary.Find(letter);
        }
        if (settings.Prefix is null && settings.Suffix is null)
            matching = BpeMatching.TryMake(vocabulary, merges, (token, tokens) => EncodeByMerging(token, tokens));
    }

    public override int? Unknown => settings.Unknown;

    public static BytePairEncoding ReadModel(MapNode node)
    {
        var vocabulary = SubwordVocabulary.Read(node);
        var prefix = NotEmpty(node.Text("continuing_subword_prefix"));
        var settings = new BpeSettings
        {
            Unknown = node.Text("unk_token") is { } unknown ? vocabulary.IdOf(unknown) : null,
            Prefix = prefix,
            Suffix = NotEmpty(node.Text("end_of_word_suffix")),
            FuseUnknown = node.Flag("fuse_unk") ?? false,
            ByteFallback = node.Flag("byte_fallback") ?? false,
            IgnoreMerges = node.Flag("ignore_merges") ?? false,
        };
        return new BytePairEncoding(vocabulary, MergeTable.Read(node, vocabulary, prefix), settings);
    }

    public override void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        if (settings.IgnoreMerges && Vocabulary.Find(piece) is >= 0 and var whole) tokens.Add(whole, new TokenSpan(0, piece.Length));
        else if (matching is null || !matching.TryEncode(piece, tokens)) EncodeByMerging(piece, tokens);
    }

    // The merges within a token are the same wherever it stands, unless its characters are marked by their place in a word.
    public override bool CanProduce(int id) =>
        settings.Prefix is not null || settings.Suffix is not null || bytes?.Has(id) == true || GivesItself(id);

    private LastMerge? EncodeByMerging(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var first = tokens.Count;
        AddSymbols(piece, tokens);
        return BpeMerging.Merge(merges, tokens, first);
    }

    private void AddSymbols(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var isAfterUnknown = false;
        for (var at = 0; at < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[at..], out _, out var units);
            var character = piece.Slice(at, units);
            var span = new TokenSpan(at, at + units);
            var id = SymbolOf(character, isFirst: at == 0, isLast: at + units == piece.Length);
            at += units;
            if (id != Absent)
            {
                tokens.Add(id, span);
                isAfterUnknown = false;
            }
            else if (bytes?.Add(character, span, tokens) == true) isAfterUnknown = false;
            else if (settings.Unknown is { } unknown)
            {
                if (isAfterUnknown && settings.FuseUnknown) tokens.Spans[^1] = new TokenSpan(tokens.Spans[^1].Start, span.End);
                else tokens.Add(unknown, span);
                isAfterUnknown = true;
            }
        }
    }

    private int SymbolOf(ReadOnlySpan<char> character, bool isFirst, bool isLast)
    {
        var prefix = isFirst ? null : settings.Prefix;
        var suffix = isLast ? settings.Suffix : null;
        if (prefix is not null || suffix is not null) return Vocabulary.Find($"{prefix}{character}{suffix}");
        return character[0] < asciiSymbols.Length ? asciiSymbols[character[0]] : Vocabulary.Find(character);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>What the characters of a piece become before they are merged.</summary>
internal sealed record BpeSettings
{
    /// <summary>For characters that the vocabulary lacks; null leaves them out.</summary>
    public int? Unknown { get; init; }

    /// <summary>Before every character of a piece but the first.</summary>
    public string? Prefix { get; init; }

    /// <summary>Behind the last character of a piece.</summary>
    public string? Suffix { get; init; }

    /// <summary>Unknown characters that touch are one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Characters that the vocabulary lacks are written as tokens of their bytes, when there are all of those.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>A piece that is a token is not merged.</summary>
    public bool IgnoreMerges { get; init; }
}
