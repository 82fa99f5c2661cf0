using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Turns sequences into token ids and remembers which characters every token covers. Instances do not change and may be shared between threads.
/// </summary>
/// <example><code>
/// var tokenizer = OmniTokenizer.OmniGenome();
/// tokenizer.Tokenize("AUGC").Ids;   // 0 4 9 6 5 2
/// </code></example>
public abstract class OmniTokenizer
{
    private protected OmniTokenizer()
    {
    }

    /// <summary>Ids are in [0, this).</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Ids with a role.</summary>
    public abstract SpecialTokens Special { get; }

    /// <summary>Most tokens of one sequence, special tokens included; <see cref="int.MaxValue"/> when there is no limit.</summary>
    public abstract int MaxLength { get; }

    /// <summary>U/T conversion applied before look-up.</summary>
    public abstract UracilPolicy Uracil { get; }

    /// <summary>Case conversion applied before look-up.</summary>
    public abstract CasePolicy Case { get; }

    /// <summary>Special tokens put before a sequence (0 or 1).</summary>
    public int LeadingSpecials => Special.Cls is null ? 0 : 1;

    /// <summary>Special tokens added to a sequence.</summary>
    public int SpecialsPerSequence => LeadingSpecials + (Special.Eos is null ? 0 : 1);

    /// <summary>The 24 tokens of OmniGenome and PlantRNA-FM: <c>&lt;cls&gt;</c>, single nucleotides in both cases, structure symbols, <c>&lt;eos&gt;</c>.</summary>
    public static OmniTokenizer OmniGenome(TokenizerOptions? options = null) => VocabularyTokenizer.ForOmniGenome(options ?? new());

    /// <summary>Reads the tokenizer of a model folder. No code of the folder is run.</summary>
    /// <exception cref="OmniException">OH1501 no vocabulary; OH1502 a kind of tokenizer that is not supported; OH1503 a pickle; OH1504 a role without a token in the vocabulary;
    /// OH1505 u2t and t2u both set; OH1506 a malformed file.</exception>
    public static OmniTokenizer FromPretrained(string folder, TokenizerOptions? options = null) => TokenizerFolder.Read(folder, options ?? new());

    /// <summary>Writes <c>vocab.txt</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>, so that <see cref="FromPretrained"/> gives an equal tokenizer.</summary>
    public abstract void SavePretrained(string folder);

    /// <summary>The token of an id.</summary>
    public abstract string TokenOf(int id);

    /// <summary>The id of a token, or the unknown id.</summary>
    public abstract int IdOf(string token);

    /// <summary>No sequence of <paramref name="characters"/> characters gives more tokens than this.</summary>
    public int MaxTokens(int characters) => checked(characters + SpecialsPerSequence);

    /// <summary>Encodes the sequence without special tokens into the caller's buffers.</summary>
    /// <param name="sequence">Text of the sequence.</param>
    /// <param name="ids">Receives the ids; at least as long as the sequence.</param>
    /// <param name="spans">Receives the characters each token covers; as long as <paramref name="ids"/>, or empty when not wanted.</param>
    /// <returns>Number of tokens.</returns>
    public abstract int EncodeContent(ReadOnlySpan<char> sequence, Span<int> ids, Span<TokenSpan> spans);

    /// <summary>Encodes the sequence with its special tokens into the caller's buffers; nothing is cut.</summary>
    /// <inheritdoc cref="EncodeContent"/>
    /// <param name="sequence">Text of the sequence.</param>
    /// <param name="ids">Receives the ids; at least <see cref="MaxTokens"/> long.</param>
    /// <param name="spans">Receives the characters each token covers; as long as <paramref name="ids"/>, or empty when not wanted.</param>
    public int Encode(ReadOnlySpan<char> sequence, Span<int> ids, Span<TokenSpan> spans)
    {
        Require(MaxTokens(sequence.Length), ids, spans);
        var lead = LeadingSpecials;
        var count = lead + EncodeContent(sequence, ids[lead..], spans.IsEmpty ? spans : spans[lead..]);
        if (Special.Cls is { } cls)
        {
            ids[0] = cls;
            if (!spans.IsEmpty) spans[0] = default;
        }
        if (Special.Eos is { } eos)
        {
            ids[count] = eos;
            if (!spans.IsEmpty) spans[count] = new TokenSpan(sequence.Length, sequence.Length);
            count++;
        }
        return count;
    }

    /// <summary>Encodes one sequence with its special tokens.</summary>
    public TokenizedSequence Tokenize(string sequence)
    {
        var ids = new int[MaxTokens(sequence.Length)];
        var spans = new TokenSpan[ids.Length];
        var count = Encode(sequence, ids, spans);
        return new TokenizedSequence(ids[..count], spans[..count]);
    }

    /// <summary>Tokens joined by blanks, as the reference implementations print them.</summary>
    /// <param name="ids">Ids in [0, <see cref="VocabularySize"/>).</param>
    /// <param name="skipSpecialTokens">Leaves out every id that has a role.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var special = Special.All;
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
            if (!skipSpecialTokens || !special.Contains(id)) tokens.Add(TokenOf(id));
        return string.Join(' ', tokens);
    }

    private protected static void Require(int tokens, Span<int> ids, Span<TokenSpan> spans)
    {
        if (ids.Length < tokens || (!spans.IsEmpty && spans.Length < tokens))
            throw new ArgumentException($"The buffers must hold {tokens} tokens.", nameof(ids));
    }
}

/// <summary>One encoded sequence.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Spans">Characters covered by each token.</param>
public sealed record TokenizedSequence(int[] Ids, TokenSpan[] Spans);
