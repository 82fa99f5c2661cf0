using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Arrow;

namespace OmniHelix.Data.Splits;

/// <summary>
/// Writes the splits of a data set into a folder, which appears whole or not at all: train, valid and test in each form asked for,
/// <c>manifest.json</c> and a <c>config.json</c> that names the files, with which it opens as a data set.
/// </summary>
public static class SplitFolder
{
    /// <summary>Name of the manifest in the folder.</summary>
    public const string ManifestName = "manifest.json";

    private const string FilesKey = "files";

    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says at once, before data are read, when the folder cannot be replaced.</summary>
    /// <param name="folder">Where splits are to be written.</param>
    /// <param name="inputs">Files that are read.</param>
    /// <exception cref="UsageException">OH6003: it holds more than an earlier run wrote there, the working folder or an input.</exception>
    public static void RequireReplaceable(string folder, IEnumerable<string> inputs)
    {
        var known = FilesOf(folder);
        ReplacedFolder.Require(folder, inputs, known.Contains);
    }

    /// <summary>Writes all rows to the split that the plan names.</summary>
    /// <param name="output">Where, and in which forms.</param>
    /// <param name="rows">The records in the order of the plan.</param>
    /// <param name="plan">Where each record goes.</param>
    /// <param name="config">Further keys of <c>config.json</c>.</param>
    /// <param name="manifest">What is written beside them.</param>
    /// <param name="progress">Is told the records written.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    public static void Write<T>(
        SplitOutput output, RowSource<T> rows, SplitPlan plan, JsonObject config, JsonObject manifest, IProgress<long>? progress = null,
        CancellationToken cancellation = default) => AtomicFolder.Write(output.Folder, temporary =>
    {
        var used = Enumerable.Range(0, SplitRatios.Names.Count).Where(plan.SplitOf.Contains).ToArray();
        var writers = new List<(int Split, TableWriter Writer)>();
        try
        {
            foreach (var split in used)
                foreach (var form in output.Forms)
                    writers.Add((split, Writer(Path.Combine(temporary, SplitRatios.Names[split]), form, rows.Columns)));
            var record = 0;
            foreach (var row in rows.Rows)
            {
                if (record >= plan.SplitOf.Count) throw Changed(output.Folder);
                foreach (var (split, writer) in writers)
                    if (split == plan.SplitOf[record]) rows.Append(writer, row);
                if (++record % 1024 != 0) continue;
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(record);
            }
            if (record != plan.SplitOf.Count) throw Changed(output.Folder);
            foreach (var (_, writer) in writers) writer.Complete();
        }
        finally
        {
            foreach (var (_, writer) in writers) writer.Dispose();
        }
        // Saved data sets name their files themselves.
        var files = output.Forms.Where(f => f != SplitForm.SavedDataSet).OrderByDescending(f => f.KeepsTypes).ToArray();
        if (files.Length > 0)
            foreach (var split in used) config[SplitRatios.Names[split] + "_file"] = SplitRatios.Names[split] + files[0].Ending;
        if (output.Forms.Contains(SplitForm.SavedDataSet))
            AtomicFile.WriteText(
                Path.Combine(temporary, SavedDataSet.SplitsName),
                new JsonObject { ["splits"] = new JsonArray([.. used.Select(s => (JsonNode)SplitRatios.Names[s])]) }.ToJsonString() + "\n");
        foreach (var (name, text) in output.Beside) AtomicFile.WriteText(Path.Combine(temporary, name), text);
        AtomicFile.WriteText(Path.Combine(temporary, "config.json"), config.ToJsonString(Json) + "\n");
        manifest[FilesKey] = new JsonArray([.. FolderTree.Files(temporary).Append(ManifestName).Select(f => (JsonNode)f)]);
        AtomicFile.WriteText(Path.Combine(temporary, ManifestName), manifest.ToJsonString(Json) + "\n");
    });

    // What the manifest of an earlier run says that it wrote; a file of that name from elsewhere says nothing.
    private static HashSet<string> FilesOf(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path)) return [];
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))?[FilesKey]?.AsArray().Select(f => f!.GetValue<string>()).ToHashSet() ?? [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static TableWriter Writer(string path, SplitForm form, IReadOnlyList<TableColumn> columns) =>
        form == SplitForm.SavedDataSet
            ? new SavedDataSetWriter(path, columns)
            : Table.Create(path + form.Ending, columns, new() { Kind = form.Kind, Lists = form.Lists });

    private static OmniException Changed(string folder) =>
        new("OH1626", "the data changed while they were split", folder, "Try again when nothing writes to them.");
}
