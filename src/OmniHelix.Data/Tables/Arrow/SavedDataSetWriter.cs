using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// Writes a data set that <c>load_from_disk</c> of the <c>datasets</c> library opens: one Arrow stream, <c>state.json</c> and
/// <c>dataset_info.json</c>.
/// </summary>
internal sealed class SavedDataSetWriter : TableWriter
{
    private const string FileName = "data-00000-of-00001.arrow";

    private readonly ArrowWriter rows;

    /// <param name="folder">Made here; its name is that of the split.</param>
    /// <param name="columns">The columns.</param>
    public SavedDataSetWriter(string folder, IReadOnlyList<TableColumn> columns) : base(folder, columns)
    {
        AtomicFile.MakeFolder(folder);
        rows = new ArrowWriter(System.IO.Path.Combine(folder, FileName), columns, hasFooter: false);
    }

    private protected override void Write(TableChunk chunk) => rows.Append(chunk);

    private protected override void Finish()
    {
        rows.Complete();
        AtomicFile.WriteText(System.IO.Path.Combine(Path, SavedDataSet.StateName), new JsonObject
        {
            ["_data_files"] = new JsonArray(new JsonObject { ["filename"] = FileName }),
            ["_fingerprint"] = Fingerprint(),
            ["_format_columns"] = null,
            ["_format_kwargs"] = new JsonObject(),
            ["_format_type"] = null,
            ["_output_all_columns"] = false,
            ["_split"] = System.IO.Path.GetFileName(Path),
        }.ToJsonString() + "\n");
        AtomicFile.WriteText(System.IO.Path.Combine(Path, SavedDataSet.InfoName), new JsonObject
        {
            ["citation"] = "",
            ["description"] = "",
            ["features"] = HuggingFaceFeatures.Of(Columns),
            ["homepage"] = "",
            ["license"] = "",
        }.ToJsonString() + "\n");
    }

    private protected override void Dispose(bool disposing) => rows.Dispose();

    // The library takes two data sets of one fingerprint for the same.
    private string Fingerprint()
    {
        using var file = File.OpenRead(System.IO.Path.Combine(Path, FileName));
        return Convert.ToHexStringLower(SHA256.HashData(file))[..16];
    }
}
