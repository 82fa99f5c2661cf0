using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>
/// The command lines of the pages on models are run as they stand there, one page after the other, in a folder that has what they name:
/// the shipped model, the samples cut to their first records, and small files of the reader's own.
/// </summary>
public sealed partial class DocumentedCommandTests : IDisposable
{
    private static readonly string[] Pages =
        ["docs/training.md", "docs/configuration.md", "docs/evaluation.md", "docs/models.md", "docs/inference.md", "docs/rna.md"];

    private static readonly string Omni = $"set -euo pipefail; omni() {{ dotnet '{OmniProgram.Library}' \"$@\"; }}; ";

    private readonly TemporaryFolder root = new("documented ");

    [Fact]
    public void EveryLineOfThePagesOnModelsRuns()
    {
        Directory.CreateSymbolicLink(root["models"], SourceTree.PathOf("models"));
        WriteData();
        foreach (var (page, line) in Pages.SelectMany(page => Documentation.CommandLines(page).Select(line => (page, line))))
        {
            if (line.Contains("--model published", StringComparison.Ordinal)) WritePublished();
            var run = OmniProgram.Run("bash", ["-c", Omni + line], root.Path);
            Assert.True(run.ExitCode == 0, $"{page}: {line}\n{run.Output}\n{run.Error}");
        }
        foreach (var file in OutputFile().Matches(string.Concat(Pages.Select(Documentation.Text))).Select(m => m.Groups[1].Value))
            Assert.True(Path.Exists(root[file]), $"{file} was not written");
    }

    public void Dispose() => root.Dispose();

    private void WriteData()
    {
        foreach (var sample in new[] { "rna-ssp-archive2", "promoter-ecoli" })
            Cut(SourceTree.PathOf("samples", sample), Directory.CreateDirectory(root[$"samples/{sample}"]).FullName);
        var yaml = YamlBlock().Match(Documentation.Text("docs/configuration.md")).Groups[1].Value;
        File.WriteAllText(root["task.yaml"], yaml);
        File.WriteAllLines(root["other.jsonl"], Enumerable.Range(3, 12).Select(Hairpin));
        File.WriteAllLines(root["pairs.csv"], Enumerable.Range(0, 40).Select(Target).Prepend("mirna,site,bound"));
        File.WriteAllText(root["rna.fasta"], string.Concat("ACGU".Select(end => $">r{end}\nGGGAAACGCUUCGGCGUUUCC{end}\n")));
        WriteCompressed(root["reads.csv.gz"], ["id,sequence", "read 1,GGGAAACGCUUCG", "read 2,GCGUUUCCC"]);
    }

    private static string Hairpin(int loop) => TrainFolder.Record($"GGG{new string('A', loop)}CCC", $"((({new string('.', loop)})))");

    private static string Target(int i) =>
        $"UGAGGUAG{"ACGU"[i % 4]},{(i % 2 == 0 ? "CUACCUCA" : "CU")}GGAU{"ACGU"[i / 4 % 4]},{i % 2}";

    // Enough to run every line of a page in a minute; scores are not looked at.
    private static void Cut(string sample, string copy)
    {
        foreach (var file in Directory.EnumerateFiles(sample))
        {
            if (!file.EndsWith(".gz", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
                continue;
            }
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            WriteCompressed(Path.Combine(copy, Path.GetFileName(file)), Enumerable.Range(0, 12).Select(_ => reader.ReadLine()!));
        }
    }

    private static void WriteCompressed(string path, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var line in lines) writer.WriteLine(line);
    }

    // Weights as others publish them: no word of which head is meant.
    private void WritePublished()
    {
        Directory.CreateDirectory(root["published"]);
        foreach (var file in Directory.EnumerateFiles(root["runs/archive2/model"]))
            File.Copy(file, Path.Combine(root["published"], Path.GetFileName(file)));
        var config = JsonNode.Parse(File.ReadAllText(root["published/config.json"]))!.AsObject();
        config.Remove("omnihelix");
        config["architectures"] = new JsonArray("OmniGenomeForMaskedLM", "OmniGenomeForTokenClassification");
        File.WriteAllText(root["published/config.json"], config.ToJsonString());
    }

    [GeneratedRegex(@"^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"^omni .*--(?:output|report) (\S+)", RegexOptions.Multiline)]
    private static partial Regex OutputFile();
}
