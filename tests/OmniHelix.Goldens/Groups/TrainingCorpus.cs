using System.Text;
using System.Text.Json;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.Patterns;
using OmniHelix.Tokenizers.PreTokenization;
using OmniHelix.Tokenizers.Training;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// The texts that a tokenizer was trained on: <c>corpus.NAME.txt.gz</c> beside the table, or FASTA files in a folder <c>data</c> further
/// up.
/// </summary>
internal sealed class TrainingCorpus(JsonElement record, string table)
{
    private static readonly NormalizerSequence Normalizer = new(
        [new NmtNormalizer(), new UnicodeNormalizer(UnicodeForm.KC), new ReplaceNormalizer(TextPattern.OfRegex(" {2,}"), " ")]);

    private static readonly MetaspacePreTokenizer Metaspace = new('▁', MetaspacePrefix.Always, split: true);

    /// <summary>What was trained on, and with which arguments.</summary>
    public string Name => record.TryGetProperty("files", out var files)
        ? string.Join(" ", files.EnumerateArray())
        : $"{record.GetProperty("corpus")} {(record.TryGetProperty("args", out var args) ? args : null)}";

    /// <summary>A file that is not there, null when all are.</summary>
    public string? Missing => Names.FirstOrDefault(name => Find(name) is null);

    private List<string> Names => record.TryGetProperty("files", out var files)
        ? [.. files.EnumerateArray().Select(file => Path.Combine("data", file.GetString()!))]
        : [$"corpus.{record.GetProperty("corpus").GetString()}.txt.gz"];

    /// <summary>The texts, in order.</summary>
    public IEnumerable<string> Texts()
    {
        foreach (var path in Names.Select(name => Find(name)!))
        {
            if (!record.TryGetProperty("files", out _))
            {
                using var stream = CompressedInput.Open(path);
                foreach (var text in JsonSerializer.Deserialize<string[]>(stream)!) yield return text;
                continue;
            }
            using var fasta = FastaReader.Open(path);
            while (fasta.TryRead()) yield return Encoding.UTF8.GetString(fasta.Sequence);
        }
    }

    /// <summary>A text in pieces of so many characters; whole when it is 0.</summary>
    public static IEnumerable<string> Pieces(string text, int size) =>
        size == 0 ? [text] : text.EnumerateRunes().Chunk(size).Select(runes => string.Concat(runes));

    /// <summary>Adds the words of a text as genomeNLP cuts them: each with the sign for a blank in front.</summary>
    /// <param name="words">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="normalize">Whether Nmt, NFKC and the joining of blanks go before.</param>
    public static void AddWords(WordCounts words, string text, bool normalize)
    {
        var cut = new PreTokenizedText();
        cut.Text.Load(text, 0);
        if (normalize) Normalizer.Normalize(cut.Text);
        cut.Pieces.Add(new Piece(0, cut.Text.Length, null));
        Metaspace.Split(cut);
        foreach (var word in cut.Pieces) words.Add(cut.Text.Characters[word.Start..word.End]);
    }

    private string? Find(string name)
    {
        for (var folder = Directory.GetParent(table); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, name) is var path && File.Exists(path)) return path;
        return null;
    }
}
