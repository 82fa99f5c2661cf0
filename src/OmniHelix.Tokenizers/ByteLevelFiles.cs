using OmniHelix.Documents;
using OmniHelix.Tokenizers.PreTokenization;
using OmniHelix.Tokenizers.Subwords;

namespace OmniHelix.Tokenizers;

/// <summary>The pipeline of RoBERTa's <c>vocab.json</c> and <c>merges.txt</c>: byte pair encoding of bytes.</summary>
internal static class ByteLevelFiles
{
    /// <summary>Reads both files.</summary>
    /// <exception cref="OmniException">OH1504 a role without a token; OH1506 a file is damaged.</exception>
    public static TokenPipeline Read(string folder, TokenizerConfig config)
    {
        var vocabulary = SubwordVocabulary.ReadMap(Document.ReadJson(Path.Combine(folder, "vocab.json"), TokenizerConfig.Kind));
        var merges = ReadMerges(Path.Combine(folder, "merges.txt"), vocabulary);
        var prefixes = config.Settings.Flag("add_prefix_space") ?? false;
        var begin = Id("cls_token", "<s>");
        var end = Id("sep_token", "</s>");
        return new TokenPipeline
        {
            PreTokenizer = new ByteLevelPreTokenizer(prefixes, splitWords: true),
            Model = new BytePairEncoding(vocabulary, merges, new BpeSettings()),
            Template = new SpecialTokenTemplate([begin], [end], [end, end]),
            Trimming = new OffsetTrimming(prefixes),
            Decoder = new Decoding.ByteLevelDecoder(),
            Stages =
            [
                TokenizerStage.Of("normalizer", "none"),
                TokenizerStage.Of("pre-tokenizer", "ByteLevel", ("add_prefix_space", prefixes), ("use_regex", true)),
                TokenizerStage.Of("model", "BPE"),
                TokenizerStage.Of("decoder", "ByteLevel"),
            ],
        };

        int Id(string role, string usual)
        {
            var token = config.RoleOf(role) ?? usual;
            return vocabulary.IdOf(token)
                ?? throw new OmniException("OH1504", $"{role} is '{token}', which is not in vocab.json", folder);
        }
    }

    private static MergeTable ReadMerges(string path, SubwordVocabulary vocabulary)
    {
        var pairs = new List<(int, int, int)>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
            if (line.Split(' ') is not [var left, var right])
                throw new OmniException("OH1506", "a merge of two tokens with a blank between was expected", $"{path}:{number}");
            pairs.Add((Id(left), Id(right), Id(left + right)));
        }
        return new MergeTable(pairs);

        int Id(string token) => vocabulary.IdOf(token)
            ?? throw new OmniException("OH1506", $"the token '{token}' is not in vocab.json", $"{path}:{number}");
    }
}
