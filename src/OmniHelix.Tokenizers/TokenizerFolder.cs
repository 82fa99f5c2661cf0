using OmniHelix.Documents;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Genomic;
using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.Subwords;

namespace OmniHelix.Tokenizers;

/// <summary>
/// The tokenizer of a model folder, found by its files: <c>tokenizer.json</c>, else by the class that <c>tokenizer_config.json</c> names
/// <c>vocab.txt</c>, <c>vocab.json</c> with <c>merges.txt</c>, or a <c>.model</c> of SentencePiece.
/// </summary>
internal sealed class TokenizerFolder
{
    private const string PipelineFile = "tokenizer.json";
    private const string VocabularyFile = "vocab.txt";
    private const string ModelFile = "config.json";

    private readonly string folder;
    private readonly TokenizerConfig config;

    private TokenizerFolder(string folder)
    {
        this.folder = folder;
        config = new TokenizerConfig(folder);
        // The published DNABERT names no class. K-mers that stood side by side would be another model's.
        if (config.Class is null && !Has(PipelineFile) && Has(VocabularyFile) && WordLengthOfFile() > 1)
            config = new TokenizerConfig(folder) { UsualClass = TokenizerClasses.Bert };
    }

    /// <summary>The tokenizer of a folder, or of a file such as <c>tokens.json</c>.</summary>
    /// <exception cref="OmniException">
    /// OH1501 there is none; OH1502 one of an unknown kind; OH1503 a pickle; OH1504 a role without a token; OH1505 u2t and t2u both set;
    /// OH1506 a malformed file.
    /// </exception>
    public static OmniTokenizer Read(string path, TokenizerOptions options)
    {
        if (File.Exists(path)) return Cased(options, new TokenizerConfig(null), asked => ReadFile(path, asked))!;
        if (!Directory.Exists(path))
            throw new OmniException(
                "OH1501", "there is no such folder or file", path, "Give a tokenizer.json, or the folder that holds it or vocab.txt.");
        var folder = new TokenizerFolder(path);
        return Cased(options, folder.config, folder.Make) ?? throw folder.Nothing();
    }

    /// <summary>The tokenizer of a folder; null when it has none that is read.</summary>
    public static OmniTokenizer? Find(string path, TokenizerOptions options)
    {
        if (!Directory.Exists(path)) return null;
        var folder = new TokenizerFolder(path);
        return Cased(options, folder.config, folder.Make);
    }

    // Whether lower case means anything is seen on the vocabulary, so the tokenizer is made before.
    private static OmniTokenizer? Cased(TokenizerOptions options, TokenizerConfig config, Func<TokenizerOptions, OmniTokenizer?> make)
    {
        var tokenizer = make(options);
        if (options is not { RawSequences: true, Case: null } || config.SaysCase) return tokenizer;
        return tokenizer is { Case: CasePolicy.Keep, Molecule: not Molecule.Unknown } && !HasLowerCase(tokenizer)
            ? make(options with { Case = CasePolicy.Upper })
            : tokenizer;
    }

    private static bool HasLowerCase(OmniTokenizer tokenizer) => Enumerable.Range(0, tokenizer.VocabularySize)
        .Any(id => tokenizer.LettersOf(id) is var letters && letters.All(char.IsAsciiLetter) && letters.Any(char.IsAsciiLetterLower));

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
            TokenizerFamily.Bert when Has(VocabularyFile) && CutsWords(options) && WordLengthOfFile() is not null =>
                KmerTokenizer.Read(folder, config, KmerFormat.Words, options),
            TokenizerFamily.Bert when Has(VocabularyFile) => WithRoles(BertVocabulary.Read(folder, config), options, VocabularyFile),
            TokenizerFamily.Kmers when Has(VocabularyFile) =>
                KmerTokenizer.Read(folder, config, KmerFormat.Of(config.Class)!, options),
            TokenizerFamily.Kmers => KmersOfClass(KmerFormat.Of(config.Class)!, options),
            TokenizerFamily.Bytes => new ByteTokenizer(config.Merge(options), TokenizerFiles.SettingsOf(folder)),
            TokenizerFamily.Esm or TokenizerFamily.Unnamed when Has(VocabularyFile) => VocabularyTokenizer.Read(folder, config, options),
            TokenizerFamily.SentencePiece or TokenizerFamily.Unnamed when SentencePieceTokenizer.ModelIn(folder) is { } model =>
                SentencePieceTokenizer.Read(model, config, options),
            _ => null,
        };
    }

    private OmniTokenizer ReadPipeline(TokenizerOptions options)
    {
        var pipeline = TokenPipeline.Read(Document.ReadJson(Path.Combine(folder, PipelineFile), TokenizerConfig.Kind));
        if (pipeline.Model is WordPiece words && CutsWords(options) && config.RoleOf("cls_token") is not null
            && NucleotideWords.LengthOf(words.Vocabulary.Entries.Select(entry => entry.Token)) is not null)
            return KmerTokenizer.Of(PipelineRoles.AddTokens(pipeline, config), folder, config, options);
        if (TokenizerClasses.FamilyOf(config.Class) == TokenizerFamily.Bert && pipeline.Normalizer is BertNormalizer bert)
            pipeline = BertVocabulary.WithFlags(pipeline, bert, config.Settings);
        return WithRoles(pipeline, options, PipelineFile);
    }

    private PipelineTokenizer WithRoles(TokenPipeline pipeline, TokenizerOptions options, params IEnumerable<string> files)
    {
        var whole = PipelineRoles.AddTokens(pipeline, config);
        return new PipelineTokenizer(whole, PipelineRoles.Of(whole, config), config.Merge(options), TokenizerFiles.Of(folder, files));
    }

    private bool CutsWords(TokenizerOptions options) => options.RawSequences ?? options.AddWhitespace ?? config.CutsWords;

    private int? WordLengthOfFile() => NucleotideWords.LengthOf(Vocabulary.ReadLines(Path.Combine(folder, VocabularyFile)));

    // Older revisions of multimolecule have no file of k-mers, whose order its class tells. That of letters changed over its releases.
    private KmerTokenizer? KmersOfClass(KmerFormat format, TokenizerOptions options)
    {
        if (format != KmerFormat.Rna && format != KmerFormat.Dna) return null;
        var cut = format.ReadCut(config.Settings, []);
        var alphabet = format == KmerFormat.Rna
            ? MultimoleculeVocabulary.Rna(NucleotideAlphabet.Streamline)
            : MultimoleculeVocabulary.Dna(NucleotideAlphabet.Streamline);
        var size = MultimoleculeVocabulary.Special.Length + Math.Pow(alphabet.Length, cut.Length);
        return cut.Length > 1 && Has(ModelFile)
            && Document.ReadJson(Path.Combine(folder, ModelFile), TokenizerConfig.Kind).Integer("vocab_size") == size
            ? GenomicTokenizers.Multimolecule(format, cut, alphabet, format.Merge(options, config), TokenizerFiles.SettingsOf(folder))
            : null;
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
            : KmerFormat.Of(config.Class) is { Class: var known }
            ? new OmniException(
                "OH1501", $"has no vocab.txt, and the class {known} alone does not tell the order of its tokens", folder,
                "Copy vocab.txt into the folder: it stands in the newest revision of the model.")
            : new OmniException(
                "OH1501", "has no tokenizer.json and no vocab.txt", folder,
                "Copy tokenizer.json, or vocab.txt, and tokenizer_config.json of the model into the folder.");
    }
}
