using OmniHelix.Sequences;
using OmniHelix.Tokenizers.SentencePieces;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokenizer of a SentencePiece <c>.model</c>: what it makes of a sequence, and around it what the class of its configuration puts
/// there. Tokens that the configuration adds are cut out before; they have the ids behind the pieces.
/// </summary>
internal sealed class SentencePieceTokenizer : OmniTokenizer
{
    private readonly string file;
    private readonly SentencePieceModel model;
    private readonly SentencePieceProcessor processor;
    private readonly AddedTokens? cut;
    private readonly SortedDictionary<int, AddedToken> added = [];
    private readonly TokenizerOptions options;
    private readonly TokenizerFiles files;

    private SentencePieceTokenizer(string path, TokenizerConfig config, TokenizerOptions options, TokenizerFiles files)
    {
        file = Path.GetFileName(path);
        model = SentencePieceModel.Read(path);
        processor = new SentencePieceProcessor(model, path);
        this.options = config.Merge(options);
        this.files = files;
        foreach (var (id, token) in config.Added()) Add(id, token, config);
        if (added.Count > 0) cut = new AddedTokens([.. added.Values]);
        Special = new SpecialTokens
        {
            Unknown = processor.Pieces.Unknown,
            Bos = IdOfRole("bos_token", model.Trainer.BosPiece),
            Eos = IdOfRole("eos_token", model.Trainer.EosPiece),
            Pad = IdOfRole("pad_token", model.Trainer.PadPiece),
            Cls = IdOfRole("cls_token", null),
            Sep = IdOfRole("sep_token", null),
            Mask = IdOfRole("mask_token", null),
        };
        Template = TemplateOf(config);
        Molecule = this.options.Molecule ?? VocabularyMolecule.Of(
            model.Pieces.Where(piece => piece.Type is SentencePieceType.Normal or SentencePieceType.UserDefined)
                .Select(piece => piece.Text.TrimStart(TextNormalizer.BlankSign)));

        int? IdOfRole(string role, string? piece) => config.RoleOf(role, _ => piece) is { } token ? IdOf(token) : null;
    }

    public override int VocabularySize => Math.Max(model.Pieces.Count, added.Count == 0 ? 0 : added.Keys.Last() + 1);
    public override SpecialTokens Special { get; }
    public override SpecialTokenTemplate Template { get; }
    public override Molecule Molecule { get; }
    public override int MaxLength => options.MaxLength ?? int.MaxValue;
    public override UracilPolicy Uracil => options.Uracil ?? UracilPolicy.None;
    public override CasePolicy Case => options.Case ?? CasePolicy.Keep;
    public override LearnedLetters? Learned => options.Learned;
    public override TokenSide TruncationSide => options.TruncationSide ?? TokenSide.Right;
    public override TokenSide PaddingSide => options.PaddingSide ?? TokenSide.Right;

    /// <summary>The model in a folder; null when there is none.</summary>
    public static string? ModelIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.model").Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The tokenizer of a model that stands in the folder of its configuration.</summary>
    /// <exception cref="OmniException">OH1504, OH1506: the configuration; OH1533, OH1534: the model.</exception>
    public static SentencePieceTokenizer Read(string path, TokenizerConfig config, TokenizerOptions options) =>
        new(path, config, options, TokenizerFiles.Of(Path.GetDirectoryName(path)!));

    /// <summary>The tokenizer of a model alone.</summary>
    /// <exception cref="OmniException">OH1533, OH1534: the model.</exception>
    public static SentencePieceTokenizer Read(string path, TokenizerOptions options) =>
        new(path, new TokenizerConfig(null), options, new TokenizerFiles([], []));

    public override IReadOnlyList<TokenizerStage> Stages
    {
        get
        {
            var text = model.Normalizer;
            return
            [
                TokenizerStage.Of(
                    "normalizer", "SentencePiece", ("name", text.Name.Length > 0 ? text.Name : null),
                    ("add_dummy_prefix", text.AddDummyPrefix), ("remove_extra_whitespaces", text.RemoveExtraWhitespaces),
                    ("escape_whitespaces", text.EscapeWhitespaces)),
                TokenizerStage.Of(
                    "model", "SentencePiece", ("model_type", model.Trainer.Algorithm.ToString().ToLowerInvariant()),
                    ("byte_fallback", model.Trainer.ByteFallback), ("treat_whitespace_as_suffix", model.Trainer.TreatWhitespaceAsSuffix)),
            ];
        }
    }

    public override string TokenOf(int id) => added.TryGetValue(id, out var token) ? token.Content : processor.Pieces[id].Text;

    public override int? IdOf(string token)
    {
        foreach (var (id, one) in added)
            if (one.Content == token) return id;
        return processor.Pieces.IdOf(token);
    }

    public override bool IsSpecial(int id) => base.IsSpecial(id) || (added.TryGetValue(id, out var token) && token.Special);

    public override void SavePretrained(string folder, LearnedLetters? learned)
    {
        files.Write(folder, this, options with { Learned = learned });
        model.Write(Path.Combine(folder, file));
    }

    public override void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens)
    {
        if (Uracil != UracilPolicy.None || Case != CasePolicy.Keep)
        {
            var converted = sequence.ToArray();
            foreach (ref var letter in converted.AsSpan()) letter = Converted(letter);
            sequence = converted;
        }
        if (cut is null)
        {
            processor.Encode(sequence, 0, tokens);
            return;
        }
        var parts = new List<(int Start, int End, int? Token)>();
        cut.Cut(sequence, parts);
        foreach (var (start, end, token) in parts)
        {
            if (token is { } id) tokens.Add(id, new TokenSpan(start, end));
            else processor.Encode(sequence[start..end], start, tokens);
        }
    }

    private protected override string Join(IReadOnlyList<string> tokens) => processor.Decode(tokens);

    // The configuration may name pieces of the model too, which keep their ids.
    private void Add(int id, AddedToken token, TokenizerConfig config)
    {
        if (id < model.Pieces.Count && model.Pieces[id].Text is var piece && piece != token.Content)
            throw Wrong($"which is '{piece}' in the model");
        if (id > VocabularySize) throw Wrong(FormattableString.Invariant($"but the next free id is {VocabularySize}"));
        added[id] = token;

        OmniException Wrong(string why) => config.Malformed(
            TokenizerConfig.AddedFile, FormattableString.Invariant($"the added token '{token.Content}' has id {id}, {why}"));
    }

    // T5 ends sequences, ALBERT puts them between two tokens; Llama begins them, and others do as their flags say.
    private SpecialTokenTemplate TemplateOf(TokenizerConfig config)
    {
        var name = TokenizerClasses.WithoutFast(config.Class);
        if (name == TokenizerClasses.Albert && Special.Cls is { } cls && Special.Sep is { } sep)
            return new SpecialTokenTemplate([cls], [sep], [sep], secondType: 1);
        int[] before = (config.Settings.Flag("add_bos_token") ?? name == TokenizerClasses.Llama) && Special.Bos is { } bos ? [bos] : [];
        int[] after = (config.Settings.Flag("add_eos_token") ?? name == TokenizerClasses.T5) && Special.Eos is { } eos ? [eos] : [];
        return new SpecialTokenTemplate(before, after, [.. after, .. before], secondType: name == TokenizerClasses.T5 ? 0 : 1);
    }
}
