using OmniHelix.Documents;
using OmniHelix.Tokenizers.Normalization;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokenizer of a model folder, found by its files: <c>tokenizer.json</c>, else by the class that <c>tokenizer_config.json</c> names
/// <c>vocab.txt</c>, <c>vocab.json</c> with <c>merges.txt</c>, or a <c>.model</c> of SentencePiece.
/// </summary>
internal sealed class TokenizerFolder
{
    private const string PipelineFile = "tokenizer.json";
    private const string VocabularyFile = "vocab.txt";

    private readonly string folder;
    private readonly TokenizerConfig config;

    private TokenizerFolder(string folder)
    {
        this.folder = folder;
        config = new TokenizerConfig(folder);
    }

    /// <summary>The tokenizer of a folder, or of a file such as <c>tokens.json</c>.</summary>
    /// <exception cref="OmniException">
    /// OH1501 there is none; OH1502 one of an unknown kind; OH1503 a pickle; OH1504 a role without a token; OH1505 u2t and t2u both set;
    /// OH1506 a malformed file.
    /// </exception>
    public static OmniTokenizer Read(string path, TokenizerOptions options)
    {
        if (File.Exists(path)) return ReadFile(path, options);
        if (!Directory.Exists(path))
            throw new OmniException(
                "OH1501", "there is no such folder or file", path, "Give a tokenizer.json, or the folder that holds it or vocab.txt.");
        return new TokenizerFolder(path).Make(options) ?? throw new TokenizerFolder(path).Nothing();
    }

    /// <summary>The tokenizer of a folder; null when it has none that is read.</summary>
    public static OmniTokenizer? Find(string folder) => Directory.Exists(folder) ? new TokenizerFolder(folder).Make(new()) : null;

    private static OmniTokenizer ReadFile(string path, TokenizerOptions options)
    {
        var kind = Path.GetExtension(path);
        if (kind.Equals(".model", StringComparison.OrdinalIgnoreCase)) return SentencePieceTokenizer.Read(path, options);
        if (!kind.Equals(".json", StringComparison.OrdinalIgnoreCase))
            throw new OmniException(
                "OH1502", "no tokenizer is read from such a file", path,
                "Give a tokenizer.json, a .model of SentencePiece, or the folder of the tokenizer.");
        var config = new TokenizerConfig(null);
        var files = new TokenizerFiles([(PipelineFile, File.ReadAllText(path))], []);
        var pipeline = TokenPipeline.Read(Document.ReadJson(path, TokenizerConfig.Kind));
        return new PipelineTokenizer(pipeline, PipelineRoles.Of(pipeline, config), config.Merge(options), files);
    }

    private OmniTokenizer? Make(TokenizerOptions options)
    {
        if (Has(PipelineFile)) return ReadPipeline(options);
        return TokenizerClasses.FamilyOf(config.Class) switch
        {
            TokenizerFamily.Roberta when Has("vocab.json") && Has("merges.txt") =>
                WithRoles(ByteLevelFiles.Read(folder, config), options, "vocab.json", "merges.txt"),
            TokenizerFamily.Bert when Has(VocabularyFile) => WithRoles(BertVocabulary.Read(folder, config), options, VocabularyFile),
            TokenizerFamily.Kmers when Has(VocabularyFile) =>
                KmerTokenizer.Read(folder, config, KmerFormat.Of(config.Class)!, options),
            TokenizerFamily.Bytes => new ByteTokenizer(config.Merge(options), TokenizerFiles.SettingsOf(folder)),
            TokenizerFamily.Esm or TokenizerFamily.Unnamed when Has(VocabularyFile) => VocabularyTokenizer.Read(folder, config, options),
            TokenizerFamily.SentencePiece or TokenizerFamily.Unnamed when SentencePieceTokenizer.ModelIn(folder) is { } model =>
                SentencePieceTokenizer.Read(model, config, options),
            _ => null,
        };
    }

    private PipelineTokenizer ReadPipeline(TokenizerOptions options)
    {
        var pipeline = TokenPipeline.Read(Document.ReadJson(Path.Combine(folder, PipelineFile), TokenizerConfig.Kind));
        if (TokenizerClasses.FamilyOf(config.Class) == TokenizerFamily.Bert && pipeline.Normalizer is BertNormalizer bert)
            pipeline = BertVocabulary.WithFlags(pipeline, bert, config.Settings);
        return WithRoles(pipeline, options, PipelineFile);
    }

    private PipelineTokenizer WithRoles(TokenPipeline pipeline, TokenizerOptions options, params IEnumerable<string> files)
    {
        var whole = PipelineRoles.AddTokens(pipeline, config);
        return new PipelineTokenizer(whole, PipelineRoles.Of(whole, config), config.Merge(options), TokenizerFiles.Of(folder, files));
    }

    private bool Has(string file) => File.Exists(Path.Combine(folder, file));

    private OmniException Nothing()
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            if (Path.GetFileName(file) is "tokenizer.bin" || Path.GetExtension(file) is ".pkl" or ".pickle")
            {
                const string pickle = "is a pickled tokenizer; reading it would run code from the file, so it is refused";
                return new OmniException(
                    "OH1503", pickle, file, "Save the tokenizer as tokenizer.json, or vocab.txt with its configuration.");
            }
        return config.Class is { } kind && (Has(VocabularyFile) || SentencePieceTokenizer.ModelIn(folder) is not null)
            ? new OmniException(
                "OH1502", $"the tokenizer class {kind} is not supported", folder,
                $"Known classes: {string.Join(", ", TokenizerClasses.Names)}; any with a tokenizer.json.")
            : new OmniException(
                "OH1501", "has no tokenizer.json and no vocab.txt", folder,
                "Copy tokenizer.json, or vocab.txt, and tokenizer_config.json of the model into the folder.");
    }
}
