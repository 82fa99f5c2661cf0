using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Native;
using OmniHelix.Data.Tables;

namespace OmniHelix.Bench;

/// <summary>
/// Reading and writing tables against DuckDB alone and against copying the file, by the processor time of all threads; 400,000 rows of an
/// id, 400 bases and a label.
/// </summary>
internal static class TablesBenchmark
{
    private const int Rows = 400_000;
    private const int Bases = 400;

    // As DuckDB reads them by itself, which it does not do with Arrow files.
    private static readonly (string Name, string? Source)[] Forms =
    [
        ("t.csv", "read_csv({0}, all_varchar = true)"),
        ("t.jsonl", "read_json({0}, format = 'newline_delimited')"),
        ("t.parquet", "read_parquet({0})"),
        ("t.arrow", null),
    ];

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench").FullName;
        try
        {
            foreach (var (name, source) in Forms) Measure(name, Path.Combine(folder, name), source);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string name, string path, string? source)
    {
        var writing = Cpu(() => Write(path));
        var bytes = new FileInfo(path).Length;
        var copying = Cpu(() => File.Copy(path, path + ".copy", overwrite: true));
        var reading = Cpu(() => Read(path));
        Console.Write(string.Create(CultureInfo.InvariantCulture,
            $"tables: {name}: {bytes >> 20} MiB; read {Rate(bytes, reading)}, write {Rate(bytes, writing)}, "
            + $"file copy {Rate(bytes, copying)} MB/s; read : copy = {copying / reading:0.00}"));
        if (source is not null)
        {
            var alone = Cpu(() => DuckDb(string.Format(CultureInfo.InvariantCulture, source, DuckDbConnection.Quote(path))));
            Console.Write(string.Create(CultureInfo.InvariantCulture,
                $"; DuckDB alone {Rate(bytes, alone)} MB/s, read : DuckDB = {alone / reading:0.00}"));
        }
        Console.WriteLine();
    }

    private static double Cpu(Action action) => CpuTime.Least(() => CpuTime.Process, action);

    private static string Rate(long bytes, double seconds) => (bytes / seconds / 1e6).ToString("0", CultureInfo.InvariantCulture);

    private static void Write(string path)
    {
        var random = new Xoshiro256(1);
        Span<char> sequence = stackalloc char[Bases];
        TableColumn[] columns = [new("id", TableType.Text), new("sequence", TableType.Text), new("label", TableType.Int64)];
        using var writer = Table.Create(path, columns);
        for (var i = 0L; i < Rows; i++)
        {
            for (var k = 0; k < Bases; k += 32)
            {
                var bits = random.NextUInt64();
                for (var j = k; j < Math.Min(Bases, k + 32); j++, bits >>= 2) sequence[j] = "ACGT"[(int)(bits & 3)];
            }
            writer.Append($"record{i}", new string(sequence), i % 7);
        }
        writer.Complete();
    }

    // Looks at every sequence, as a user of the rows would.
    private static void Read(string path)
    {
        var rows = 0L;
        var bases = 0L;
        foreach (var chunk in Table.Open(path).Chunks())
        {
            var sequences = (TextData)chunk.Data[1];
            for (var i = 0; i < chunk.Rows; i++) bases += sequences.Utf8(i).Length;
            rows += chunk.Rows;
        }
        if ((rows, bases) != (Rows, (long)Rows * Bases)) throw new InvalidOperationException("rows are missing");
    }

    private static void DuckDb(string source)
    {
        using var connection = new DuckDbConnection();
        using var rows = connection.Query($"SELECT count(*), sum(strlen(sequence)), max(label) FROM {source}");
        if (((NumberData)rows.Next()!.Value.Data[0]).Int64(0) != Rows) throw new InvalidOperationException("rows are missing");
    }
}
