using OmniHelix.Documents;
using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.PreTokenization;
using OmniHelix.Tokenizers.Subwords;

namespace OmniHelix.Tokenizers;

/// <summary>The pipeline of a BERT <c>vocab.txt</c>: one token a line, WordPiece, <c>[CLS] A [SEP] B [SEP]</c>.</summary>
internal static class BertVocabulary
{
    /// <summary>Reads <c>vocab.txt</c>.</summary>
    /// <exception cref="OmniException">OH1501 it is empty; OH1504 a role without a token; OH1506 it is damaged.</exception>
    public static TokenPipeline Read(string folder, TokenizerConfig config)
    {
        var path = Path.Combine(folder, "vocab.txt");
        var vocabulary = new SubwordVocabulary([.. Vocabulary.ReadLines(path).Select((token, id) => (token, id))]);
        var cls = Id("cls_token", "[CLS]");
        var sep = Id("sep_token", "[SEP]");
        var unknown = Id("unk_token", "[UNK]");
        var pipeline = new TokenPipeline
        {
            PreTokenizer = PreTokenizer.Bert,
            Model = new WordPiece(vocabulary, unknown),
            Template = new SpecialTokenTemplate([cls], [sep], [sep], secondType: 1),
            Decoder = new Decoding.WordPieceDecoder(WordPiece.UsualPrefix, cleanup: true),
            Stages =
            [
                TokenizerStage.Of("pre-tokenizer", "BertPreTokenizer"),
                TokenizerStage.Of(
                    "model", "WordPiece", ("unk_token", vocabulary.TokenOf(unknown)), ("continuing_subword_prefix", WordPiece.UsualPrefix),
                    ("max_input_chars_per_word", WordPiece.UsualLimit)),
                TokenizerStage.Of("decoder", "WordPiece", ("prefix", WordPiece.UsualPrefix), ("cleanup", true)),
            ],
        };
        return WithFlags(pipeline, new BertNormalizer(), config.Settings);

        int Id(string role, string usual)
        {
            var token = config.RoleOf(role) ?? usual;
            return vocabulary.IdOf(token)
                ?? throw new OmniException(
                    "OH1504", $"{role} is '{token}', which is not in vocab.txt", folder,
                    NearestName.Ask(token, [.. vocabulary.Entries.Select(entry => entry.Token)]));
        }
    }

    /// <summary>A pipeline with its normalizer as the flags of a configuration say it; what they do not say stays.</summary>
    public static TokenPipeline WithFlags(TokenPipeline pipeline, BertNormalizer normalizer, MapNode settings)
    {
        var flagged = new BertNormalizer
        {
            CleanText = normalizer.CleanText,
            Lowercase = settings.Flag("do_lower_case") ?? normalizer.Lowercase,
            HandleChinese = settings.Flag("tokenize_chinese_chars") ?? normalizer.HandleChinese,
            StripAccents = settings.Keys.Contains("strip_accents") ? settings.Flag("strip_accents") : normalizer.StripAccents,
        };
        var described = TokenizerStage.Of(
            "normalizer", nameof(BertNormalizer), ("clean_text", flagged.CleanText), ("handle_chinese_chars", flagged.HandleChinese),
            ("strip_accents", flagged.StripAccents), ("lowercase", flagged.Lowercase));
        return pipeline with
        {
            Normalizer = flagged,
            Stages = [described, .. pipeline.Stages.Where(stage => stage.Name != described.Name)],
        };
    }
}
