using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// <c>remap_sp_tokens</c>, which writes the letters of the tokens of a data set beside their ids: the same table, of our tokens, to the
/// last byte.
/// </summary>
internal sealed class RemapCommands : IGenomeNlpCommand
{
    private static readonly TableType Ids = TableType.ListOf(TableType.Int64), Texts = TableType.ListOf(TableType.Text);

    public IReadOnlyList<string> Names { get; } = ["remap_sp_tokens"];

    public void Compare(GenomeNlpCall call, GoldenCheck check)
    {
        var tokenizer = OmniTokenizer.FromPretrained(call.PathOf(call.Words[3]));
        var data = Table.Open(call.Kept(Path.GetFileName(call.Words[1]), "dataset_noshuffle"), new TableOptions { InferTypes = false });
        var path = call.PathOf("new/remapped.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var known = data.Columns.Select(column => new TableColumn(column.Name, TypeOf(column.Name)));
        TableColumn[] columns = [.. known, new("input_str", Texts)];
        using var writer = Table.Create(path, columns, new() { Lists = CellLists.PrintedArrays });
        foreach (var row in data.Rows())
        {
            var ids = tokenizer.Tokenize((string)row[data.IndexOf("feature")]!).Ids;
            writer.Append([
                .. data.Columns.Select((column, i) => column.Name switch
                {
                    "input_ids" => Each(ids, id => (long)id),
                    "token_type_ids" => Each(ids, _ => 0L),
                    "attention_mask" => Each(ids, _ => 1L),
                    _ => row[i],
                }),
                Each(ids, tokenizer.LettersOf)]);
        }
        writer.Complete();
        check.Equal("table", File.ReadAllText(path), File.ReadAllText(call.Kept(call.Files.Single())));
    }

    private static TableType TypeOf(string name) => name is "input_ids" or "token_type_ids" or "attention_mask" ? Ids : TableType.Text;

    private static object?[] Each(int[] ids, Func<int, object?> value) => [.. ids.Select(value)];
}
