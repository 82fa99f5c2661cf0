using OmniHelix.Documents;
using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.PreTokenization;
using OmniHelix.Tokenizers.Subwords;

namespace OmniHelix.Tokenizers;

/// <summary>
/// What a <c>tokenizer.json</c> says: how text is normalised, cut into pieces and into tokens, and what is put around them.
/// </summary>
internal sealed record TokenPipeline
{
    /// <summary>Changes the text; null leaves it.</summary>
    public Normalizer? Normalizer { get; init; }

    /// <summary>Cuts the text into pieces; null leaves it whole.</summary>
    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Cuts pieces into tokens.</summary>
    public required SubwordModel Model { get; init; }

    /// <summary>Tokens cut out of the text before, by id.</summary>
    public IReadOnlyList<AddedToken> Added { get; init; } = [];

    /// <summary>What is put around sequences.</summary>
    public SpecialTokenTemplate Template { get; init; } = SpecialTokenTemplate.None;

    /// <summary>Takes blanks off the spans of tokens; null leaves them.</summary>
    public OffsetTrimming? Trimming { get; init; }

    /// <summary>Makes text of tokens; null joins them with blanks.</summary>
    public Decoding.TokenDecoder? Decoder { get; init; }

    /// <summary>The steps from text to tokens and back, in words.</summary>
    public required IReadOnlyList<TokenizerStage> Stages { get; init; }

    /// <summary>Truncation and padding that the file stores.</summary>
    public TokenizeOptions Stored { get; init; } = new();

    /// <summary>Ids are in [0, this).</summary>
    public int Size => Math.Max(Model.Vocabulary.Size, Added.Count == 0 ? 0 : Added.Max(token => token.Id) + 1);

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="OmniException">OH1506: damaged; the place and the field are named.</exception>
    public static TokenPipeline Read(MapNode node)
    {
        if (node.Text("version") is not (null or "1.0")) throw node.Wrong("version", "1.0");
        var model = SubwordModel.Read(node.Map("model") ?? throw node.Wrong("model", "an object"));
        var (template, trimming) = node.Map("post_processor") is { } post ? PostProcessing.Read(post) : (SpecialTokenTemplate.None, null);
        return new TokenPipeline
        {
            Normalizer = node.Map("normalizer") is { } normalizer ? Normalizer.Read(normalizer) : null,
            PreTokenizer = node.Map("pre_tokenizer") is { } pre ? PreTokenizer.Read(pre) : null,
            Model = model,
            Added = ReadAdded(node.Maps("added_tokens"), model.Vocabulary),
            Template = template,
            Trimming = trimming,
            Decoder = node.Map("decoder") is { } decoder ? Decoding.TokenDecoders.Read(decoder) : null,
            Stored = ReadStored(node),
            Stages =
            [
                TokenizerStage.Of("normalizer", node.Map("normalizer")), TokenizerStage.Of("pre-tokenizer", node.Map("pre_tokenizer")),
                TokenizerStage.Of("model", node.Map("model")), TokenizerStage.Of("decoder", node.Map("decoder")),
            ],
        };
    }

    /// <summary>The same with further tokens; each that the vocabulary lacks gets the next free id.</summary>
    public TokenPipeline With(IEnumerable<AddedToken> tokens)
    {
        var added = Added.ToList();
        foreach (var token in tokens)
        {
            added.RemoveAll(known => known.Content == token.Content);
            added.Add(token);
        }
        return this with { Added = added };
    }

    /// <summary>The id of a token; null for none.</summary>
    public int? IdOf(string token) => Added.FirstOrDefault(added => added.Content == token)?.Id ?? Model.Vocabulary.IdOf(token);

    // A token that the model has keeps the model's id; the others get the next free ones, whatever the file says.
    private static List<AddedToken> ReadAdded(IReadOnlyList<MapNode> nodes, SubwordVocabulary vocabulary)
    {
        var added = new List<AddedToken>();
        var next = vocabulary.Size;
        foreach (var node in nodes)
        {
            var content = node.Text("content") ?? throw node.Wrong("content", "a text");
            var id = vocabulary.IdOf(content) ?? added.Find(known => known.Content == content)?.Id ?? next++;
            added.RemoveAll(known => known.Content == content);
            added.Add(ReadAdded(node, content, id));
        }
        return added;
    }

    /// <summary>Reads the flags of a token.</summary>
    internal static AddedToken ReadAdded(MapNode node, string content, int id)
    {
        var special = node.Flag("special") ?? false;
        return new AddedToken(content, id)
        {
            SingleWord = node.Flag("single_word") ?? false,
            LStrip = node.Flag("lstrip") ?? false,
            RStrip = node.Flag("rstrip") ?? false,
            Normalized = node.Flag("normalized") ?? !special,
            Special = special,
        };
    }

    private static TokenizeOptions ReadStored(MapNode node)
    {
        var options = new TokenizeOptions();
        if (node.Map("truncation") is { } truncation)
        {
            options = options with
            {
                Truncation = Choice(truncation, "strategy", TruncationStrategy.LongestFirst),
                TruncationSide = Choice(truncation, "direction", TokenSide.Right),
                MaxLength = truncation.Integer("max_length", least: 0),
                Stride = truncation.Integer("stride", least: 0) ?? 0,
            };
        }
        if (node.Map("padding") is not { } padding) return options;
        return options with
        {
            Padding = new PaddingOptions
            {
                Length = (padding.Find("strategy") as MapNode)?.Integer("Fixed", least: 0),
                MultipleOf = padding.Integer("pad_to_multiple_of", least: 0),
                Side = Choice(padding, "direction", TokenSide.Right),
                Id = padding.Integer("pad_id", least: 0) ?? 0,
                TypeId = padding.Integer("pad_type_id", least: 0) ?? 0,
            },
        };
    }

    private static T Choice<T>(MapNode node, string key, T usual) where T : struct, Enum =>
        node.Text(key) is not { } name ? usual
        : Enum.TryParse<T>(name, out var choice) && !char.IsAsciiDigit(name[0]) ? choice
        : throw node.Wrong(key, $"one of {string.Join(", ", Enum.GetNames<T>())}");
}
