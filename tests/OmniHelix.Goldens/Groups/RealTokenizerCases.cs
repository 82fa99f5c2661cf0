using System.IO.Compression;

namespace OmniHelix.Goldens.Groups;

/// <summary>Published tokenizer files and what they make of texts: a table that names files of the data, and a table for each.</summary>
internal sealed class RealTokenizerCases : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path) =>
        Directory.Exists(path) && TokenizerInputs.TableOf(path, "files") is { } table ? Cases(path, table) : null;

    private static IEnumerable<GoldenCase> Cases(string folder, string table)
    {
        foreach (var record in GoldenJson.Lines(table))
        {
            if (!record.TryGetProperty("records", out var records)) continue;
            var file = record.GetProperty("file").GetString()!;
            if (TokenizerInputs.Data(table, file) is not { } found)
            {
                yield return GoldenCase.NotUnderstood(file, table, $"data/{file} does not stand beside the reference numbers");
                continue;
            }
            var name = Path.GetFileNameWithoutExtension(records.GetString()!);
            foreach (var one in EncodeCases.Cases(Unzipped(found), TokenizerInputs.TableOf(folder, name)!))
                yield return one with { Name = $"{file}/{one.Name}" };
        }
    }

    // The files are published as they are read; the copies here are gzipped.
    private static string Unzipped(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal)) return file;
        var copy = Path.Combine(Directory.CreateTempSubdirectory("omnihelix").FullName, "tokenizer.json");
        using var source = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var target = File.Create(copy);
        source.CopyTo(target);
        return copy;
    }
}
