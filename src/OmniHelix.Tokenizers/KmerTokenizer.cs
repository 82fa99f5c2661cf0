using System.Buffers;
using System.Text.Json.Nodes;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Genomic;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Tokenizers of k-mers, of which single letters are one kind: special tokens written in the text are cut out, and the rest is cut into
/// windows of letters that are looked up. What is looked up in vain is one unknown token each.
/// </summary>
internal sealed class KmerTokenizer : OmniTokenizer
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsWhiteSpace)]);

    private readonly Vocabulary vocabulary;
    private readonly HashSet<int> literals;
    private readonly AddedTokens written;
    private readonly KmerFormat format;
    private readonly KmerCut cut;
    private readonly KmerEncoder encoder;
    private readonly TokenizerOptions options;
    private readonly JsonObject settings;

    /// <param name="vocabulary">Tokens and roles.</param>
    /// <param name="literals">Ids of the special tokens, with a role or without.</param>
    /// <param name="format">Its kind.</param>
    /// <param name="cut">How sequences are cut.</param>
    /// <param name="options">Conversions and limits.</param>
    /// <param name="settings">The configuration that was read; may be empty.</param>
    public KmerTokenizer(
        Vocabulary vocabulary, IEnumerable<int> literals, KmerFormat format, KmerCut cut, TokenizerOptions options, JsonObject settings)
    {
        this.vocabulary = vocabulary;
        // A special token of one letter, such as an N that is unknown, is a letter where it stands in a text.
        this.literals = [.. literals.Where(id => vocabulary.Tokens[id].Length > 1)];
        this.format = format;
        this.cut = cut;
        this.options = options;
        this.settings = settings;
        Uracil = options.Uracil ?? format.Replaces;
        Case = options.Case ?? format.Case;
        written = new AddedTokens([.. this.literals.Select(id => new AddedToken(vocabulary.Tokens[id], id))]);
        var kmers = vocabulary.Tokens.Index().Where(token => !this.literals.Contains(token.Index) && token.Item.Length > 0)
            .Select(token => (token.Item, token.Index)).ToList();
        encoder = new KmerEncoder(kmers, Special.Unknown!.Value, cut, new LetterConversion(Case == CasePolicy.Upper, Uracil));
        Molecule = options.Molecule ?? format.Molecule ?? VocabularyMolecule.Of(kmers.Select(kmer => kmer.Item));
        Template = TemplateOf(Special, format.SecondType);
    }

    public override int VocabularySize => vocabulary.Tokens.Count;
    public override SpecialTokens Special => vocabulary.Special;
    public override SpecialTokenTemplate Template { get; }
    public override Molecule Molecule { get; }
    public override int MaxLength => options.MaxLength ?? int.MaxValue;
    public override UracilPolicy Uracil { get; }
    public override CasePolicy Case { get; }
    public override LearnedLetters? Learned => options.Learned;
    public override TokenSide TruncationSide => options.TruncationSide ?? TokenSide.Right;
    public override TokenSide PaddingSide => options.PaddingSide ?? TokenSide.Right;

    public override IReadOnlyList<TokenizerStage> Stages =>
    [
        .. format.HasWords ? new TokenizerStage[] { new("pre-tokenizer", "words between blanks") } : [],
        TokenizerStage.Of("model", format.Class, ("k", cut.Length), ("stride", cut.Step), ("rest", cut.Length == 1 ? null : Rest)),
    ];

    private string Rest => cut.Tail switch
    {
        KmerTail.Kept => "shorter k-mers",
        KmerTail.Refused => "refused",
        _ => "left out",
    };

    /// <summary>Reads <c>vocab.txt</c> of a folder, whose configuration names the format.</summary>
    /// <exception cref="OmniException">OH1501 it is empty; OH1504 a role without a token; OH1506 it is damaged.</exception>
    public static KmerTokenizer Read(string folder, TokenizerConfig config, KmerFormat format, TokenizerOptions options)
    {
        var vocabulary = Vocabulary.Read(folder, config);
        var special = config.Added().Values.Where(token => token.Special).Select(token => token.Content).Concat(config.AdditionalSpecial());
        HashSet<int> literals = [.. vocabulary.Special.All, .. special.Select(vocabulary.IdOf).OfType<int>()];
        var cut = format.ReadCut(config.Settings, vocabulary.Tokens.Where((_, id) => !literals.Contains(id)));
        return new KmerTokenizer(vocabulary, literals, format, cut, format.Merge(options, config), TokenizerFiles.SettingsOf(folder));
    }

    /// <summary>The tokenizer of a <c>tokenizer.json</c> whose words are letters or k-mers; it is saved as <c>vocab.txt</c>.</summary>
    /// <param name="pipeline">What the file says, with the tokens of the configuration.</param>
    /// <param name="folder">Where it stands.</param>
    /// <param name="config">What stands beside it.</param>
    /// <param name="options">Conversions and limits.</param>
    public static KmerTokenizer Of(TokenPipeline pipeline, string folder, TokenizerConfig config, TokenizerOptions options)
    {
        var format = KmerFormat.Words;
        var words = pipeline.Model.Vocabulary;
        var added = pipeline.Added.ToDictionary(token => token.Id, token => token.Content);
        string[] tokens = [.. Enumerable.Range(0, pipeline.Size)
            .Select(id => added.GetValueOrDefault(id) ?? (id < words.Size ? words.TokenOf(id) : ""))];
        var vocabulary = new Vocabulary(tokens, tokens.Length, PipelineRoles.Of(pipeline, config));
        HashSet<int> literals = [.. pipeline.Added.Where(token => token.Special).Select(token => token.Id), .. vocabulary.Special.All];
        var cut = format.ReadCut(config.Settings, tokens.Where((_, id) => !literals.Contains(id)));
        return new KmerTokenizer(vocabulary, literals, format, cut, format.Merge(options, config), TokenizerFiles.SettingsOf(folder));
    }

    public override string TokenOf(int id) => vocabulary.Tokens[id];

    public override int? IdOf(string token) => vocabulary.IdOf(token);

    public override bool IsSpecial(int id) => literals.Contains(id);

    public override void SavePretrained(string folder, LearnedLetters? learned)
    {
        var config = (JsonObject)settings.DeepClone();
        var conversions = options with { Uracil = Uracil, Case = Case };
        format.Write(config, cut, conversions);
        var lines = string.Concat(vocabulary.Tokens.Select(token => token + "\n"));
        var others = conversions with { Uracil = Uracil == format.Replaces ? UracilPolicy.None : Uracil, Case = null, Learned = learned };
        new TokenizerFiles([(Vocabulary.FileName, lines)], config).Write(folder, this, others);
    }

    public override OmniException? Refusal(ReadOnlySpan<char> sequence)
    {
        if (cut.Tail != KmerTail.Refused) return null;
        var parts = new List<(int Start, int End, int? Token)>();
        written.Cut(sequence, parts);
        foreach (var (start, end, token) in parts)
            if (token is null && encoder.Refusal(sequence[start..end]) is { } error) return error;
        return null;
    }

    public override void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens)
    {
        var parts = new List<(int Start, int End, int? Token)>();
        written.Cut(sequence, parts);
        foreach (var (start, end, token) in parts)
        {
            if (token is { } id) tokens.Add(id, new TokenSpan(start, end));
            else if (format.HasWords) EncodeWords(sequence[start..end], start, tokens);
            else encoder.Encode(sequence[start..end], start, tokens);
        }
    }

    public override (int First, int Second) KeptOfPair(int first, int second, int room) => PairTruncation.OddToFirst(first, second, room);

    private void EncodeWords(ReadOnlySpan<char> text, int character, TokenBuffer tokens)
    {
        foreach (var word in text.SplitAny(Blanks))
        {
            var (start, length) = word.GetOffsetAndLength(text.Length);
            encoder.Encode(text.Slice(start, length), character + start, tokens);
        }
    }

    // One token before, and one behind each sequence, as far as there are such.
    private static SpecialTokenTemplate TemplateOf(SpecialTokens special, int secondType)
    {
        int[] before = (special.Cls ?? special.Bos) is { } first ? [first] : [];
        int[] after = (special.Eos ?? special.Sep) is { } last ? [last] : [];
        return new SpecialTokenTemplate(before, after, after, secondType);
    }
}
