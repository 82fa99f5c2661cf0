using System.Text.RegularExpressions;
using OmniHelix.Data.Files;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables.Arrow;

namespace OmniHelix.Data.DataSets;

/// <summary>
/// Finds the files of each split: those that the configuration names, those of a folder that the <c>datasets</c> library saved, and by
/// name: <c>train</c>, <c>valid|val|dev|validation</c>, <c>test|eval</c> as a word, in the folder or its <c>data</c> folder.
/// </summary>
internal static partial class SplitFiles
{
    private static readonly string[] NotData = ["config.json", SavedDataSet.InfoName, SavedDataSet.StateName, "README.txt", "LICENSE.txt"];

    public static Dictionary<string, List<string>> Find(string folder, DataSetConfig config)
    {
        var named = new[] { ("train", config.TrainFile), ("valid", config.ValidFile), ("test", config.TestFile) }
            .Where(n => n.Item2 is not null).ToDictionary(n => n.Item1, n => new List<string> { Existing(folder, n.Item2!) });
        if (named.Count == 0 && SavedDataSet.HasSplits(folder)) return OfSaved(folder, SavedDataSet.Splits(folder));
        if (named.Count == 0 && SavedDataSet.Is(folder))
            return new() { [SplitOf(SavedDataSet.SplitOf(folder) ?? "") ?? "train"] = [.. SavedDataSet.Files(folder)] };
        var candidates = new[] { folder, Path.Combine(folder, "data") }.Where(Directory.Exists).SelectMany(Directory.GetFiles)
            .Where(f => ExampleReader.PromisedBy(f) is not null && !NotData.Contains(Path.GetFileName(f), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToArray();
        var splits = new Dictionary<string, List<string>>(named);
        foreach (var file in candidates.Except(named.Values.SelectMany(files => files)))
            if (SplitOf(file) is { } split && !named.ContainsKey(split))
                (splits.TryGetValue(split, out var files) ? files : splits[split] = []).Add(file);
        if (splits.Count == 0 && SavedIn(folder) is { Length: > 0 } saved) return OfSaved(folder, saved);
        if (splits.Count == 0 && candidates.Length == 1) splits["train"] = [candidates[0]];
        if (splits.Count == 0)
            throw new OmniException(
                "OH1601", candidates.Length == 0 ? "has no data file" : "has several data files, but none is called train, valid or test",
                folder,
                "Name them train, valid and test with .json, .jsonl, .csv, .tsv, .parquet, .arrow, .fasta, .fastq or .txt (.gz allowed), "
                    + "or give train_file, valid_file and test_file in config.json.");
        foreach (var (split, files) in splits)
        {
            if (files.Count > 1 && !files.All(f => Shards.IsOne(f)))
                throw new OmniException(
                    "OH1604", $"several files could be the {split} split: {string.Join(", ", files.Select(Path.GetFileName))}", folder,
                    $"Keep one, or name it as {split}_file in config.json.");
            if (!named.ContainsKey(split)) Shards.RequireAll(files);
        }
        return splits;
    }

    private static (string Name, string Folder)[] SavedIn(string folder) =>
    [
        .. Directory.GetDirectories(folder).Where(SavedDataSet.Is).Select(d => (Name: Path.GetFileName(d), Folder: d))
            .Where(d => SplitOf(d.Name) is not null).OrderBy(d => d.Name, StringComparer.Ordinal),
    ];

    /// <summary>The split that a file name promises; null when it promises none.</summary>
    public static string? SplitOf(string file)
    {
        foreach (Match word in Word().Matches(Path.GetFileName(file).ToLowerInvariant()))
        {
            switch (word.Value)
            {
                case "train" or "training": return "train";
                case "valid" or "validation" or "val" or "dev": return "valid";
                case "test" or "testing" or "eval" or "evaluation": return "test";
            }
        }
        return null;
    }

    private static Dictionary<string, List<string>> OfSaved(string folder, IReadOnlyList<(string Name, string Folder)> saved)
    {
        var splits = new Dictionary<string, List<string>>();
        foreach (var (name, place) in saved)
        {
            var split = SplitOf(name) ?? throw new OmniException(
                "OH1601", $"the split '{name}' is none of train, valid and test", folder,
                $"Name the folder of one split, or take '{name}' out of {SavedDataSet.SplitsName}.");
            if (!splits.TryAdd(split, [.. SavedDataSet.Files(place)]))
                throw new OmniException(
                    "OH1604", $"several folders could be the {split} split, one of them '{name}'", folder,
                    $"Keep one of them in {SavedDataSet.SplitsName}.");
        }
        return splits;
    }

    // The configuration may name train.json where the folder holds train.json.gz.
    private static string Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return path;
        if (File.Exists(path + ".gz")) return path + ".gz";
        throw new OmniException(
            "OH1601", "the file named in the configuration does not exist", path,
            NearestName.Ask(name, Directory.GetFiles(folder).Select(f => Path.GetFileName(f))));
    }

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
