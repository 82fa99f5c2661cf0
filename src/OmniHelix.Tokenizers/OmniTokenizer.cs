using OmniHelix.Hub;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Tokens;

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
    private static readonly TokenizeOptions WholeSequences = new();

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

    /// <summary>At which end longer sequences are cut when a call does not say it.</summary>
    public virtual TokenSide TruncationSide => TokenSide.Right;

    /// <summary>At which end padding stands when a call does not say it.</summary>
    public virtual TokenSide PaddingSide => TokenSide.Right;

    /// <summary>Truncation and padding that the file of the tokenizer stores; nothing applies them unless it is asked to.</summary>
    public virtual TokenizeOptions Stored => WholeSequences;

    /// <summary>The steps from text to tokens and back, in words.</summary>
    public abstract IReadOnlyList<TokenizerStage> Stages { get; }

    /// <summary>
    /// Natural logarithms of the probabilities of the tokens of a Unigram model, by id; tokens that were added behind them have none. Null
    /// for other models.
    /// </summary>
    public virtual IReadOnlyList<double>? Scores => null;

    /// <summary>Ids that several tokens of the vocabulary have, ascending; none in a sound one.</summary>
    public virtual IReadOnlyList<SharedId> SharedIds => [];

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

    /// <summary>Reads a tokenizer of any kind, told by its files. No code of a folder is run.</summary>
    /// <exception cref="OmniException">
    /// OH5302 there is no such model; OH1501 no vocabulary; OH1502 a kind of tokenizer that is not supported; OH1503 a pickle; OH1504 a
    /// role without a token in the vocabulary; OH1505 u2t and t2u both set; OH1506 a malformed file.
    /// </exception>
    /// <param name="folder">
    /// A <c>tokenizer.json</c> or <c>.model</c>, the folder of a tokenizer, of a model or of a run, the name of a shipped model, or that of
    /// a hub's model, <c>owner/name</c>.
    /// </param>
    /// <param name="u2t">U is read as T; null for what the folder says, as for the others.</param>
    /// <param name="t2u">T is read as U.</param>
    /// <param name="addWhitespace">Every character is a piece of its own.</param>
    /// <param name="maxLength">Most tokens of one sequence, special tokens included.</param>
    /// <param name="revision">Branch, tag or commit of a hub's model; null for its main branch.</param>
    public static OmniTokenizer FromPretrained(
        string folder, bool? u2t = null, bool? t2u = null, bool? addWhitespace = null, int? maxLength = null, string? revision = null)
    {
        UracilPolicy? uracil = u2t is null && t2u is null ? null : Alphabet.PolicyOf(u2t ?? false, t2u ?? false);
        return FromPretrained(
            folder, new TokenizerOptions { Uracil = uracil, AddWhitespace = addWhitespace, MaxLength = maxLength }, revision);
    }

    /// <inheritdoc cref="FromPretrained(string, bool?, bool?, bool?, int?, string?)"/>
    /// <param name="folder">
    /// A <c>tokenizer.json</c> or <c>.model</c>, the folder of a tokenizer, of a model or of a run, the name of a shipped model, or that of
    /// a hub's model, <c>owner/name</c>.
    /// </param>
    /// <param name="options">What goes before the choices of the folder.</param>
    /// <param name="revision">Branch, tag or commit of a hub's model; null for its main branch.</param>
    public static OmniTokenizer FromPretrained(string folder, TokenizerOptions options, string? revision = null) =>
        TokenizerFolder.Read(File.Exists(folder) ? folder : ModelNames.TokenizerFolderOf(folder, revision), options);

    /// <summary>The tokenizer of a folder; null when it has none of a kind that is read.</summary>
    /// <exception cref="OmniException">OH1503 a pickle; OH1504 a role without a token; OH1505, OH1506 a malformed file.</exception>
    public static OmniTokenizer? Find(string folder) => TokenizerFolder.Find(folder, new());

    /// <inheritdoc cref="Find(string)"/>
    /// <param name="folder">Folder.</param>
    /// <param name="options">What goes before the choices of the folder.</param>
    public static OmniTokenizer? Find(string folder, TokenizerOptions options) => TokenizerFolder.Find(folder, options);

    /// <summary>
    /// Writes the files that the public libraries read: the vocabulary in the format it was read in (<c>tokenizer.json</c>,
    /// <c>vocab.txt</c>, …), <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>. <c>FromPretrained</c> gives an equal
    /// tokenizer.
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

    /// <summary>The letters of a sequence that a token stands for, without marks of words; none for a special token.</summary>
    public virtual string LettersOf(int id) => IsSpecial(id) ? "" : TokenOf(id);

    /// <summary>
    /// Whether there is a text of which this token is a part: not where another token has the same text, where a Unigram model has a better
    /// way to cut its letters or no merges lead to it, and where its letters are converted before they are looked up.
    /// </summary>
    public virtual bool CanProduce(int id) => IdOf(TokenOf(id)) == id && LettersOf(id).All(letter => Converted(letter) == letter);

    /// <summary>Refuses a model that has no vector for some of the tokens.</summary>
    /// <param name="vectors">Rows of the model's word embedding.</param>
    /// <param name="place">Where model and tokenizer are from, for the error.</param>
    /// <exception cref="OmniException">OH1508.</exception>
    public void RequireWithin(int vectors, string? place = null)
    {
        if (VocabularySize <= vectors) return;
        var first = FormattableString.Invariant($"'{TokenOf(vectors)}', token {vectors}");
        var what = FormattableString.Invariant($"the vocabulary has {VocabularySize} tokens, and the model vectors for {vectors}");
        throw new OmniException(
            "OH1508", $"{what}: none for {first}", place,
            FormattableString.Invariant(
                $"Take the tokenizer of this model; to begin one from nothing, set \"vocab_size\" to {VocabularySize}."));
    }

    /// <summary>Refuses a model that takes another token for padding or for the mask: its numbers would be wrong without a sign.</summary>
    /// <param name="pad"><c>pad_token_id</c> of the model's configuration; null when the model does not look at it.</param>
    /// <param name="mask"><c>mask_token_id</c> of the model's configuration; null when the model does not look at it.</param>
    /// <param name="place">Where model and tokenizer are from, for the error.</param>
    /// <exception cref="OmniException">OH1509.</exception>
    public void RequireRoles(int? pad, int? mask, string? place = null)
    {
        Require("pad_token_id", pad, Special.Pad);
        Require("mask_token_id", mask, Special.Mask);

        void Require(string key, int? stated, int? own)
        {
            if (stated is not { } id || own is not { } role || id == role) return;
            var token = id < VocabularySize ? $", which is '{TokenOf(id)}' here" : "";
            throw new OmniException(
                "OH1509", FormattableString.Invariant($"the model has {key} {id}{token}; the tokenizer has '{TokenOf(role)}', {role}"),
                place,
                FormattableString.Invariant($"Set \"{key}\" to {role} in config.json, or take the tokenizer of this model."));
        }
    }

    /// <summary>The id of a token; null when the vocabulary has no such token.</summary>
    public abstract int? IdOf(string token);

    /// <summary>Whether an id is left out of decoded text with the special tokens: each that has a role.</summary>
    public virtual bool IsSpecial(int id) => Special.All.Contains(id);

    /// <summary>Why <see cref="EncodeContent"/> would throw for a sequence; null for what it takes.</summary>
    /// <param name="sequence">Text of the sequence.</param>
    public virtual OmniException? Refusal(ReadOnlySpan<char> sequence) => null;

    /// <summary>Encodes a sequence without special tokens.</summary>
    /// <param name="sequence">Text of the sequence.</param>
    /// <param name="tokens">Receives the tokens behind those that it has.</param>
    public abstract void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens);

    /// <summary>How many tokens two sequences keep when the longer one is cut until both fit; an odd one goes to the longer.</summary>
    /// <param name="first">Tokens of the first sequence.</param>
    /// <param name="second">Tokens of the second sequence.</param>
    /// <param name="room">Tokens that both may have together.</param>
    public virtual (int First, int Second) KeptOfPair(int first, int second, int room)
    {
        if (first <= room - second) return (first, second);
        var half = room / 2;
        if (first <= second) return first <= half ? (first, room - first) : (half, room - half);
        return second <= half ? (room - second, second) : (room - half, half);
    }

    /// <summary>Encodes one sequence with its special tokens; nothing is cut.</summary>
    public TokenizedSequence Tokenize(string sequence) => Tokenize(sequence, null, WholeSequences);

    /// <summary>Encodes a pair of sequences as one input; the spans of <paramref name="second"/> count from its own start.</summary>
    /// <exception cref="OmniException">OH1507: the tokenizer joins no pairs.</exception>
    public TokenizedSequence Tokenize(string first, string second) => Tokenize(first, second, WholeSequences);

    /// <summary>Encodes one sequence, or a pair as one input.</summary>
    /// <param name="first">Text of the sequence.</param>
    /// <param name="second">Text of the second sequence; null for one sequence.</param>
    /// <param name="options">Special tokens, truncation, padding.</param>
    /// <exception cref="OmniException">
    /// OH1507: the tokenizer joins no pairs; OH1510: a sequence is too short for what is to be cut off it; OH1511: padding without a
    /// padding token.
    /// </exception>
    /// <exception cref="UsageException">OH1512: windows that would not move.</exception>
    public TokenizedSequence Tokenize(string first, string? second, TokenizeOptions options) =>
        TokenizePair(first, second, new TokenJoin(this, options), new PairBuffers()).Pad(this, options.Padding);

    /// <summary>Encodes sequences on several threads; the result does not depend on their number.</summary>
    /// <inheritdoc cref="Tokenize(string, string?, TokenizeOptions)"/>
    /// <param name="sequences">Texts.</param>
    /// <param name="options">Special tokens, truncation, padding.</param>
    /// <param name="threads">Threads at most; 0 for one per core.</param>
    public IReadOnlyList<TokenizedSequence> TokenizeBatch(IReadOnlyList<string> sequences, TokenizeOptions options, int threads = 0) =>
        TokenizeBatch([.. sequences.Select(sequence => (sequence, (string?)null))], options, threads);

    /// <inheritdoc cref="TokenizeBatch(IReadOnlyList{string}, TokenizeOptions, int)"/>
    /// <param name="pairs">Texts; the second one is null for one sequence.</param>
    /// <param name="options">Special tokens, truncation, padding.</param>
    /// <param name="threads">Threads at most; 0 for one per core.</param>
    public IReadOnlyList<TokenizedSequence> TokenizeBatch(
        IReadOnlyList<(string First, string? Second)> pairs, TokenizeOptions options, int threads = 0)
    {
        var join = new TokenJoin(this, options);
        var encoded = new TokenizedSequence[pairs.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        try
        {
            Parallel.For(0, pairs.Count, parallel, () => new PairBuffers(), (at, _, buffers) =>
            {
                encoded[at] = TokenizePair(pairs[at].First, pairs[at].Second, join, buffers);
                return buffers;
            }, _ => { });
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is OmniException known)
        {
            throw known;
        }
        return TokenPadding.Pad(encoded, this, options.Padding);
    }

    /// <summary>The text that tokens stand for, as the tokenizer joins them: with blanks, where it says nothing else.</summary>
    /// <param name="ids">Ids in [0, <see cref="VocabularySize"/>).</param>
    /// <param name="skipSpecialTokens">Leaves out special tokens; see <see cref="IsSpecial"/>.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
            if (!skipSpecialTokens || !IsSpecial(id)) tokens.Add(TokenOf(id));
        return Join(tokens);
    }

    /// <summary>Makes a text of tokens.</summary>
    private protected virtual string Join(IReadOnlyList<string> tokens) => string.Join(' ', tokens);

    private TokenizedSequence TokenizePair(string first, string? second, TokenJoin join, PairBuffers buffers)
    {
        buffers.First.Clear();
        EncodeContent(first, buffers.First);
        if (second is null) return join.Join(buffers.First, null);
        if (Template.Pair is null && join.AddsSpecialTokens)
            throw new OmniException("OH1507", "the tokenizer has no token to put between two sequences", null, "Encode them one by one.");
        buffers.Second.Clear();
        EncodeContent(second, buffers.Second);
        return join.Join(buffers.First, buffers.Second);
    }

    /// <summary>Where the two of a pair are encoded; a thread uses one for all that it encodes.</summary>
    private sealed class PairBuffers
    {
        public TokenBuffer First { get; } = new();
        public TokenBuffer Second { get; } = new();
    }
}
