using OmniHelix.Sequences;
using OmniHelix.Tokenizers.PreTokenization;
using OmniHelix.Tokenizers.Subwords;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokenizer of a <c>tokenizer.json</c>: added tokens are cut out, the rest is normalised, cut into pieces, and each piece into tokens
/// of the model.
/// </summary>
internal sealed class PipelineTokenizer : OmniTokenizer
{
    private readonly TokenPipeline pipeline;
    private readonly TokenizerFiles files;
    private readonly TokenizerOptions options;
    private readonly AddedTokens literal;
    private readonly AddedTokens? normalized;
    private readonly bool isConverted;
    private readonly Dictionary<int, AddedToken> added = [];
    private readonly HashSet<string> specials;
    private readonly HashSet<int> roles;

    /// <param name="pipeline">What the files say.</param>
    /// <param name="special">Tokens with a role.</param>
    /// <param name="options">Conversions and limits.</param>
    /// <param name="files">The files, which are written again.</param>
    public PipelineTokenizer(TokenPipeline pipeline, SpecialTokens special, TokenizerOptions options, TokenizerFiles files)
    {
        this.pipeline = pipeline;
        this.files = files;
        this.options = options;
        Special = special;
        roles = [.. special.All];
        literal = new AddedTokens([.. pipeline.Added.Where(token => !token.Normalized)]);
        AddedToken[] changed = [.. pipeline.Added.Where(token => token.Normalized).Select(Normalize)];
        normalized = changed.Length == 0 ? null : new AddedTokens(changed);
        foreach (var token in pipeline.Added.Where(token => !token.Normalized).Concat(changed)) added[token.Id] = token;
        specials = [.. pipeline.Added.Where(token => token.Special).Select(token => token.Content)];
        Uracil = options.Uracil ?? UracilPolicy.None;
        Case = options.Case ?? CasePolicy.Keep;
        isConverted = Uracil != UracilPolicy.None || Case != CasePolicy.Keep;
        Molecule = options.Molecule ?? VocabularyMolecule.Of(
            pipeline.Model.Vocabulary.Entries.Where(entry => !IsSpecial(entry.Id)).Select(entry => Letters(entry.Token)));
    }

    /// <summary>Whether text that the vocabulary lacks gives no token.</summary>
    public bool DropsUnknown => pipeline.Model is BytePairEncoding { Unknown: null };

    /// <summary>The text of its <c>tokenizer.json</c>; null when it was read from other files.</summary>
    public string? Document => files.Find("tokenizer.json");

    public override int VocabularySize => pipeline.Size;
    public override SpecialTokens Special { get; }
    public override SpecialTokenTemplate Template => pipeline.Template;
    public override Molecule Molecule { get; }
    public override int MaxLength => options.MaxLength ?? int.MaxValue;
    public override UracilPolicy Uracil { get; }
    public override CasePolicy Case { get; }
    public override LearnedLetters? Learned => options.Learned;
    public override TokenSide TruncationSide => options.TruncationSide ?? TokenSide.Right;
    public override TokenSide PaddingSide => options.PaddingSide ?? pipeline.Stored.Padding?.Side ?? TokenSide.Right;

    public override TokenizeOptions Stored => pipeline.Stored;

    public override IReadOnlyList<TokenizerStage> Stages => pipeline.Stages;

    public override IReadOnlyList<double>? Scores => (pipeline.Model as Unigram)?.Scores;

    public override IReadOnlyList<SharedId> SharedIds => [.. pipeline.Model.Vocabulary.SharedIds];

    public override string TokenOf(int id) => added.TryGetValue(id, out var token) ? token.Content : pipeline.Model.Vocabulary.TokenOf(id);

    public override string LettersOf(int id) => IsNoText(id) || IsSpecial(id) ? "" : Letters(TokenOf(id));

    public override int? IdOf(string token) => pipeline.IdOf(token);

    public override bool CanProduce(int id) => IsNoText(id)
        || (base.CanProduce(id) && pipeline.Model.CanProduce(id) && Normalized(LettersOf(id)) == LettersOf(id));

    // By the text of the token: where a vocabulary has it twice, both are special.
    public override bool IsSpecial(int id) => specials.Contains(TokenOf(id));

    public override void SavePretrained(string folder, LearnedLetters? learned) =>
        files.Write(folder, this, options with { Learned = learned });

    public override void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens)
    {
        var first = tokens.Count;
        var room = Room.Take();
        literal.Cut(sequence, room.Parts);
        foreach (var (start, end, token) in room.Parts)
        {
            if (token is { } id) tokens.Add(id, new TokenSpan(start, end));
            else EncodeText(sequence[start..end], start, room, tokens);
        }
        room.GiveBack();
        if (pipeline.Trimming is not { } trimming) return;
        for (var at = first; at < tokens.Count; at++)
        {
            var span = tokens.Spans[at];
            // An added token stands there with the blanks that it took.
            var shown = added.ContainsKey(tokens.Ids[at]) ? sequence[span.Start..span.End] : TokenOf(tokens.Ids[at]);
            tokens.Spans[at] = trimming.Trim(shown, span, isFirst: at == first);
        }
    }

    private protected override string Join(IReadOnlyList<string> tokens) => pipeline.Decoder?.Decode(tokens) ?? base.Join(tokens);

    private void EncodeText(ReadOnlySpan<char> part, int start, Room room, TokenBuffer tokens)
    {
        var text = room.Text;
        text.Text.Load(part, start);
        if (isConverted)
            foreach (ref var letter in text.Text.Characters) letter = Converted(letter);
        pipeline.Normalizer?.Normalize(text.Text);
        text.Pieces.Clear();
        if (normalized is null) text.Pieces.Add(new Piece(0, text.Text.Length, null));
        else
        {
            normalized.Cut(text.Text.Characters, room.Inner);
            foreach (var (from, to, token) in room.Inner) text.Pieces.Add(new Piece(from, to, token));
        }
        text.Pieces.RemoveAll(piece => piece.Start == piece.End);
        if (text.Pieces.Count == 0) return;
        pipeline.PreTokenizer?.Split(text);
        foreach (var piece in text.Pieces)
        {
            if (piece.Token is { } id)
            {
                tokens.Add(id, text.Text.Original(piece.Start, piece.End));
                continue;
            }
            var before = tokens.Count;
            pipeline.Model.Encode(text.Text.Characters[piece.Start..piece.End], tokens);
            text.Text.ToOriginal(tokens.Spans[before..], piece.Start);
        }
    }

    // Tokens with a role, and what is cut out of the text before it is normalised.
    private bool IsNoText(int id) => added.ContainsKey(id) || roles.Contains(id);

    private AddedToken Normalize(AddedToken token) => token with { Content = Normalized(token.Content) };

    private string Normalized(string content)
    {
        if (pipeline.Normalizer is null) return content;
        var text = new PreTokenizedText();
        text.Text.Load(content, 0);
        pipeline.Normalizer.Normalize(text.Text);
        return text.Text.Characters.ToString();
    }

    // A token of bases may have a mark of where in a word it stands.
    private static string Letters(string token) => token.TrimStart('▁', '#', 'Ġ');

    /// <summary>What encoding one text needs; a thread keeps it for the next, unless it has grown to a chromosome.</summary>
    private sealed class Room
    {
        private const int LargestKept = 1 << 22;

        [ThreadStatic]
        private static Room? kept;

        public PreTokenizedText Text { get; } = new();
        public List<(int Start, int End, int? Token)> Parts { get; } = [];
        public List<(int Start, int End, int? Token)> Inner { get; } = [];

        public static Room Take()
        {
            var room = kept ?? new Room();
            kept = null;
            return room;
        }

        public void GiveBack() => kept = Text.Text.Capacity <= LargestKept ? this : null;
    }
}
