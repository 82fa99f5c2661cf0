using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>What records of the group <c>tokenizers</c> name: tables, texts of <c>inputs.jsonl</c>, slices of sequence files.</summary>
internal static class TokenizerInputs
{
    /// <summary>What is cut, by the names of the public libraries.</summary>
    public static readonly IReadOnlyDictionary<string, TruncationStrategy> Strategies = new Dictionary<string, TruncationStrategy>
    {
        ["longest_first"] = TruncationStrategy.LongestFirst,
        ["only_first"] = TruncationStrategy.OnlyFirst,
        ["only_second"] = TruncationStrategy.OnlySecond,
    };

    /// <summary>The table of a folder whose name begins so; null for none.</summary>
    public static string? TableOf(string folder, string name) =>
        new[] { ".jsonl", ".jsonl.gz" }.Select(end => Path.Combine(folder, name + end)).FirstOrDefault(File.Exists);

    /// <summary>The texts of the nearest <c>inputs.jsonl</c> above a path.</summary>
    public static Dictionary<string, string> Texts(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if (TableOf(folder, "inputs") is { } table)
                return GoldenJson.Lines(table).ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("text").GetString()!);
        throw new FileNotFoundException($"There is no inputs.jsonl above {path}.");
    }

    /// <summary>
    /// The text of a file with the map of SentencePiece's normalization, which stands in a file of its own, put in its place.
    /// </summary>
    public static string WithCharsMap(string text, string path)
    {
        const string standIn = "@nmt_nfkc";
        if (!text.Contains(standIn, StringComparison.Ordinal)) return text;
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var file = Path.Combine(folder, "components", "nmt_nfkc.charsmap.gz");
            if (!File.Exists(file)) continue;
            using var map = new MemoryStream();
            using (var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress)) zipped.CopyTo(map);
            return text.Replace(standIn, Convert.ToBase64String(map.ToArray()), StringComparison.Ordinal);
        }
        throw new FileNotFoundException($"There is no components/nmt_nfkc.charsmap.gz above {path}.");
    }

    /// <summary>Reads a tokenizer.json in which that map may be missing.</summary>
    public static OmniTokenizer Open(string file)
    {
        var text = File.ReadAllText(file);
        var whole = WithCharsMap(text, file);
        if (whole == text) return OmniTokenizer.FromPretrained(file);
        var copy = Path.Combine(Directory.CreateTempSubdirectory("omnihelix").FullName, "tokenizer.json");
        File.WriteAllText(copy, whole);
        return OmniTokenizer.FromPretrained(copy);
    }

    /// <summary>The same with those that records of a table hold themselves.</summary>
    public static Dictionary<string, string> Texts(string path, IEnumerable<JsonElement> records)
    {
        var texts = Texts(path);
        foreach (var record in records)
            if (record.TryGetProperty("input", out var name) && record.TryGetProperty("text", out var text))
                texts[name.GetString()!] = text.GetString()!;
        return texts;
    }

    /// <summary>A file of the data that stand beside the reference numbers; null when they do not.</summary>
    public static string? Data(string path, string file)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "data", file) is var found && File.Exists(found)) return found;
        return null;
    }

    /// <summary>The first sequence of a gzipped FASTA file.</summary>
    public static string FirstSequence(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var sequence = new StringBuilder();
        reader.ReadLine();
        while (reader.ReadLine() is { } line && !line.StartsWith('>')) sequence.Append(line.Trim());
        return sequence.ToString();
    }

    /// <summary>The numbers of a list, or of a list of digits.</summary>
    public static string Numbers(JsonElement list) => list.ValueKind == JsonValueKind.String
        ? string.Join(' ', list.GetString()!.ToCharArray())
        : string.Join(' ', list.EnumerateArray().Select(number => number.GetRawText()));

    /// <summary>Numbers as <see cref="Numbers(JsonElement)"/> writes them.</summary>
    public static string Numbers(IEnumerable<int> numbers) => string.Join(' ', numbers);
}
