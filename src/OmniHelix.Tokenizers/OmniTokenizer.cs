using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Turns sequences into token ids and remembers which characters every token covers. Instances do not change and may be shared between
/// threads. A kind of tokenizer says how a sequence is cut (<see cref="EncodeContent"/>); tokens come in the order in which they begin, and
/// may overlap.
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

    /// <summary>The tokens with a role, as the configuration of a tokenizer has them: <c>cls_token</c>: <c>&lt;cls&gt;</c>.</summary>
    public SpecialTokensMap SpecialTokensMap =>
        new(Special.Roles.Where(role => role.Id is not null).Select(role => (role.Name, TokenOf(role.Id!.Value))));

    /// <summary>The special tokens put around a sequence.</summary>
    public abstract SpecialTokenTemplate Template { get; }

    /// <summary>
    /// What the sequences are: DNA, RNA, both (<see cref="Molecule.MixedNucleic"/>) or proteins; <see cref="Molecule.Unknown"/> when any
    /// text may be read or nothing tells it. It is <c>alphabet</c> in <c>tokenizer_config.json</c>, else what the letters of the vocabulary
    /// tell.
    /// </summary>
    public abstract Molecule Molecule { get; }

    /// <summary>Most tokens of one sequence, special tokens included; <see cref="int.MaxValue"/> when there is no limit.</summary>
    public abstract int MaxLength { get; }

    /// <summary>U/T conversion applied before look-up.</summary>
    public abstract UracilPolicy Uracil { get; }

    /// <summary>Case conversion applied before look-up.</summary>
    public abstract CasePolicy Case { get; }

    /// <summary>
    /// How often the model of this tokenizer has read each letter while it was trained, so that letters it hardly knows can be told; null
    /// when nobody counted.
    /// </summary>
    public virtual LearnedLetters? Learned => null;

    /// <summary>
    /// Ids that stand for no base, ascending: padding, the special tokens of <see cref="Template"/>, beginning, end and separator. Unknown
    /// and masked tokens stand for a base.
    /// </summary>
    public IReadOnlyList<int> IdsWithoutBase
    {
        get
        {
            int?[] roles = [Special.Pad, Special.Cls, Special.Eos, Special.Bos, Special.Sep];
            return [.. roles.OfType<int>().Concat(Template.Ids).Distinct().Order()];
        }
    }

    /// <summary>
    /// The 24 tokens of OmniGenome and PlantRNA-FM: <c>&lt;cls&gt;</c>, single nucleotides in both cases, structure symbols,
    /// <c>&lt;eos&gt;</c>.
    /// </summary>
    public static OmniTokenizer OmniGenome(TokenizerOptions? options = null)
    {
        string[] tokens = ["<cls>", "<pad>", "<eos>", "<unk>", .. "ACGTNUacgtnu().*123".Select(c => c.ToString()), "<mask>"];
        var special = new SpecialTokens { Cls = 0, Pad = 1, Eos = 2, Unknown = 3, Mask = 23 };
        return new VocabularyTokenizer(new Vocabulary(tokens, tokens.Length, special), options ?? new());
    }

    /// <summary>Reads the tokenizer of a model folder. No code of the folder is run.</summary>
    /// <exception cref="OmniException">
    /// OH5302 there is no such model; OH1501 no vocabulary; OH1502 a kind of tokenizer that is not supported; OH1503 a pickle; OH1504 a
    /// role without a token in the vocabulary; OH1505 u2t and t2u both set; OH1506 a malformed file.
    /// </exception>
    /// <param name="folder">A folder with <c>vocab.txt</c>, the folder of a run, or the name of a shipped model.</param>
    /// <param name="u2t">U is read as T; null for what the folder says, as for the others.</param>
    /// <param name="t2u">T is read as U.</param>
    /// <param name="addWhitespace">Every character is a piece of its own.</param>
    /// <param name="maxLength">Most tokens of one sequence, special tokens included.</param>
    public static OmniTokenizer FromPretrained(
        string folder, bool? u2t = null, bool? t2u = null, bool? addWhitespace = null, int? maxLength = null)
    {
        UracilPolicy? uracil = u2t is null && t2u is null ? null : Alphabet.PolicyOf(u2t ?? false, t2u ?? false);
        return FromPretrained(
            folder, new TokenizerOptions { Uracil = uracil, AddWhitespace = addWhitespace, MaxLength = maxLength });
    }

    /// <inheritdoc cref="FromPretrained(string, bool?, bool?, bool?, int?)"/>
    /// <param name="folder">A folder with <c>vocab.txt</c>, the folder of a run, or the name of a shipped model.</param>
    /// <param name="options">What goes before the choices of the folder.</param>
    public static OmniTokenizer FromPretrained(string folder, TokenizerOptions options)
    {
        var files = TokenizerFolder.Open(ModelNames.TokenizerFolderOf(folder));
        return files.IsRead
            ? new VocabularyTokenizer(files.ReadVocabulary(), files.Merge(options))
            : throw files.Unsupported($"the tokenizer class {files.Class} is not supported yet");
    }

    /// <summary>The tokenizer of a folder; null when it has none of a kind that is read.</summary>
    /// <exception cref="OmniException">OH1503 a pickle; OH1504 a role without a token; OH1505, OH1506 a malformed file.</exception>
    public static OmniTokenizer? Find(string folder) =>
        TokenizerFolder.IsIn(folder) && TokenizerFolder.Open(folder).IsRead ? FromPretrained(folder) : null;

    /// <summary>
    /// Writes <c>vocab.txt</c>, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>, so that <c>FromPretrained</c> gives
    /// an equal tokenizer.
    /// </summary>
    /// <param name="folder">Is made when it does not exist.</param>
    public void SavePretrained(string folder) => SavePretrained(folder, Learned);

    /// <summary>The same for a model that was trained on.</summary>
    /// <param name="folder">Is made when it does not exist.</param>
    /// <param name="learned">What it has read by now.</param>
    public abstract void SavePretrained(string folder, LearnedLetters? learned);

    /// <summary>A letter as it is looked up: with the conversions of <see cref="Uracil"/> and <see cref="Case"/>.</summary>
    public char Converted(char letter) => Alphabet.Apply(Uracil, Case == CasePolicy.Upper ? char.ToUpperInvariant(letter) : letter);

    /// <summary>The token of an id.</summary>
    public abstract string TokenOf(int id);

    /// <summary>Refuses a model that has no vector for some of the tokens.</summary>
    /// <param name="vectors">Rows of the model's word embedding.</param>
    /// <exception cref="OmniException">OH1508.</exception>
    public void RequireWithin(int vectors)
    {
        if (VocabularySize <= vectors) return;
        var first = FormattableString.Invariant($"'{TokenOf(vectors)}', line {vectors + 1} of vocab.txt");
        var what = FormattableString.Invariant($"the vocabulary has {VocabularySize} tokens, and the model vectors for {vectors}");
        throw new OmniException("OH1508", $"{what}: none for {first}", null, "Take the tokenizer of this model.");
    }

    /// <summary>The id of a token, or the unknown id.</summary>
    public abstract int IdOf(string token);

    /// <summary>No sequence of <paramref name="characters"/> characters gives more tokens than this, special tokens left out.</summary>
    public virtual int MaxContentTokens(int characters) => characters;

    /// <summary>No sequence of <paramref name="characters"/> characters gives more tokens than this, special tokens included.</summary>
    public int MaxTokens(int characters) => checked(MaxContentTokens(characters) + Template.Count);

    /// <summary>Encodes the sequence without special tokens into the caller's buffers.</summary>
    /// <param name="sequence">Text of the sequence.</param>
    /// <param name="ids">Receives the ids; at least <see cref="MaxContentTokens"/> long.</param>
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
        var count = Put(Template.Before, 0, 0, ids, spans);
        count += EncodeContent(sequence, ids[count..], spans.IsEmpty ? spans : spans[count..]);
        return count + Put(Template.After, count, sequence.Length, ids, spans);
    }

    /// <summary>Encodes one sequence with its special tokens.</summary>
    public TokenizedSequence Tokenize(string sequence)
    {
        var ids = new int[MaxTokens(sequence.Length)];
        var spans = new TokenSpan[ids.Length];
        var count = Encode(sequence, ids, spans);
        return new TokenizedSequence(ids[..count], spans[..count]);
    }

    /// <summary>Encodes a pair of sequences as one input; the spans of <paramref name="second"/> count from its own start.</summary>
    /// <exception cref="OmniException">OH1507: the tokenizer joins no pairs.</exception>
    public TokenizedSequence Tokenize(string first, string second)
    {
        if (Template.Between is not { } between)
            throw new OmniException("OH1507", "the tokenizer has no token to put between two sequences", null, "Encode them one by one.");
        var ids = new int[checked(MaxTokens(first.Length) + between.Count + MaxContentTokens(second.Length))];
        var spans = new TokenSpan[ids.Length];
        var count = Put(Template.Before, 0, 0, ids, spans);
        count += EncodeContent(first, ids.AsSpan(count), spans.AsSpan(count));
        count += Put(between, count, first.Length, ids, spans);
        count += EncodeContent(second, ids.AsSpan(count), spans.AsSpan(count));
        count += Put(Template.After, count, second.Length, ids, spans);
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

    // Special tokens cover nothing; their span says where in the text they stand.
    private static int Put(IReadOnlyList<int> special, int at, int character, Span<int> ids, Span<TokenSpan> spans)
    {
        for (var i = 0; i < special.Count; i++)
        {
            ids[at + i] = special[i];
            if (!spans.IsEmpty) spans[at + i] = new TokenSpan(character, character);
        }
        return special.Count;
    }
}

/// <summary>One encoded sequence, or a pair.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Spans">Characters covered by each token.</param>
public sealed record TokenizedSequence(int[] Ids, TokenSpan[] Spans);
