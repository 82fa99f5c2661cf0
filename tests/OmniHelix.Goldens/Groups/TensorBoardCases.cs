using System.Globalization;
using System.Text;
using System.Text.Json;
using OmniHelix.TestKit.TensorBoard;
using OmniHelix.Training.TensorBoard;

namespace OmniHelix.Goldens.Groups;

/// <summary>Event files beside their decoded records; a file without such a list is a broken one.</summary>
internal static class TensorBoardCases
{
    private const string Expected = ".expected.json";

    public static bool Recognises(string folder) => Directory.EnumerateFiles(folder).Any(IsEventFile);

    public static IEnumerable<GoldenCase> Discover(string folder, Func<string, string> relative)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (IsEventFile(path)) yield return File.Exists(path + Expected)
                ? new GoldenCase(relative(path), path, check => Whole(check, path))
                : new GoldenCase(relative(path), path, check => Broken(check, path));
            else if (path.EndsWith(".json", StringComparison.Ordinal) && !path.EndsWith(Expected, StringComparison.Ordinal))
                yield return GoldenJson.Read(path).TryGetProperty("vectors", out var vectors)
                    ? new GoldenCase(relative(path), path, check => Checksums(check, vectors))
                    : GoldenCase.NotUnderstood(relative(path), path, "a kind of table without a comparison yet");
        }
    }

    private static bool IsEventFile(string path) =>
        Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal) && !path.EndsWith(".json", StringComparison.Ordinal);

    private static void Checksums(GoldenCheck check, JsonElement vectors)
    {
        foreach (var vector in vectors.EnumerateArray())
        {
            var bytes = Convert.FromHexString(vector.GetProperty("hex").GetString()!);
            check.Equal($"crc of {bytes.Length} bytes", Crc32C.Masked(bytes), vector.GetProperty("masked_crc").GetUInt32());
        }
    }

    private static void Whole(GoldenCheck check, string path)
    {
        var records = EventFileReader.Read(path).ToList();
        var expected = GoldenJson.Read(path + Expected).EnumerateArray().ToList();
        check.Equal("records", records.Count, expected.Count);
        foreach (var (record, reference) in records.Zip(expected))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"byte {record.Offset}");
            check.Equal($"{key} offset", record.Offset, reference.GetProperty("offset").GetInt64());
            check.Equal($"{key} length", record.Length, reference.GetProperty("length").GetInt64());
            check.Equal($"{key} length crc", record.LengthCrc, reference.GetProperty("length_masked_crc").GetUInt32());
            check.Equal($"{key} data crc", record.DataCrc, reference.GetProperty("data_masked_crc").GetUInt32());
            Event(check, key, record.Event, reference.GetProperty("event"));
        }
        // Writing what was read must give the same bytes.
        using var written = new MemoryStream();
        foreach (var record in records) written.Write(EventFileWriter.Frame(EventEncoding.Encode(record.Event)));
        check.Equal("bytes written again", Convert.ToHexString(written.ToArray()), Convert.ToHexString(File.ReadAllBytes(path)));
    }

    private static void Event(GoldenCheck check, string key, TensorBoardEvent got, JsonElement expected)
    {
        foreach (var property in expected.EnumerateObject())
        {
            switch (property.Name)
            {
                case "wall_time": check.Close($"{key} wall_time", got.WallTime, property.Value.GetDouble(), Tolerance.Exact); break;
                case "step": check.Equal($"{key} step", got.Step.ToString(CultureInfo.InvariantCulture), property.Value.ToString()); break;
                case "file_version": check.Equal($"{key} file_version", got.FileVersion, property.Value.GetString()); break;
                case "source_metadata": check.Equal($"{key} writer", got.Writer, property.Value.GetProperty("writer").GetString()); break;
                case "summary": Values(check, key, got.Values ?? [], property.Value.GetProperty("value")); break;
                default: check.Skip($"the event field '{property.Name}' is not read"); break;
            }
        }
    }

    private static void Values(GoldenCheck check, string key, IReadOnlyList<SummaryValue> got, JsonElement expected)
    {
        check.Equal($"{key} values", got.Count, expected.GetArrayLength());
        foreach (var (value, reference) in got.Zip(expected.EnumerateArray()))
        {
            foreach (var property in reference.EnumerateObject())
            {
                var at = $"{key} {value.Tag} {property.Name}";
                switch (property.Name)
                {
                    case "tag": check.Equal(at, value.Tag, property.Value.GetString()); break;
                    case "simple_value":
                        check.Close(at, value.Scalar ?? double.PositiveInfinity, Number(property.Value), new(0, 1e-6));
                        break;
                    case "histo": Histogram(check, at, value.Histogram, property.Value); break;
                    case "tensor": Tensor(check, at, value.Tensor, property.Value); break;
                    case "metadata":
                        var plugin = property.Value.GetProperty("plugin_data");
                        check.Equal(at, value.Plugin?.Name, plugin.GetProperty("plugin_name").GetString());
                        if (plugin.TryGetProperty("content", out var content))
                            check.Equal(at, Convert.ToBase64String(value.Plugin?.Content.ToArray() ?? []), content.GetString());
                        break;
                    default: check.Skip($"the value field '{property.Name}' is not read"); break;
                }
            }
        }
    }

    private static void Histogram(GoldenCheck check, string key, HistogramSummary? got, JsonElement expected)
    {
        if (got is null)
        {
            check.Fail(key, "nothing", "a histogram");
            return;
        }
        foreach (var (name, value) in new[]
        {
            ("min", got.Min),
            ("max", got.Max),
            ("num", got.Count),
            ("sum", got.Sum),
            ("sum_squares", got.SumOfSquares),
        })
            check.Close($"{key} {name}", value, expected.TryGetProperty(name, out var number) ? Number(number) : 0, Tolerance.Exact);
        check.Close($"{key} limits", [.. got.Limits], MetricsQuestions.Vector(expected.GetProperty("bucket_limit")), Tolerance.Exact);
        check.Close($"{key} buckets", [.. got.Buckets], MetricsQuestions.Vector(expected.GetProperty("bucket")), Tolerance.Exact);
    }

    private static void Tensor(GoldenCheck check, string key, TensorSummary? got, JsonElement expected)
    {
        var type = expected.GetProperty("dtype").GetString();
        check.Equal(
            $"{key} dtype",
            got?.DataType,
            type switch { "DT_FLOAT" => TensorSummary.Float, "DT_STRING" => TensorSummary.String, _ => null });
        if (expected.TryGetProperty("float_val", out var floats))
            check.Close($"{key} values", [.. got?.Floats.Select(f => (double)f) ?? []], MetricsQuestions.Vector(floats), new(0, 1e-6));
        if (expected.TryGetProperty("string_val", out var strings))
            check.SameItems(
                $"{key} text",
                got?.Strings.Select(s => Encoding.UTF8.GetString(s.Span)) ?? [],
                strings.EnumerateArray().Select(s => Encoding.UTF8.GetString(s.GetBytesFromBase64())));
        if (expected.TryGetProperty("tensor_shape", out var shape) && shape.TryGetProperty("dim", out var sizes))
            check.SameItems(
                $"{key} shape",
                got?.Shape?.Select(d => d.ToString(CultureInfo.InvariantCulture)) ?? [],
                sizes.EnumerateArray().Select(d => d.GetProperty("size").ToString()));
    }

    /// <summary>
    /// Reads up to the damage: every record before it must be whole, and the error must name the byte at which the bad record begins.
    /// </summary>
    private static void Broken(GoldenCheck check, string path)
    {
        long good = 0;
        try
        {
            foreach (var record in EventFileReader.Read(path)) good = record.Offset + record.Length + 16;
            check.Fail("damage", "no error", "an error");
        }
        catch (EventFileException e)
        {
            var name = Path.GetFileName(path);
            var expected = name.Contains("crc", StringComparison.Ordinal) ? EventFileDamage.Corrupt
                : name.Contains("trunc", StringComparison.Ordinal) ? EventFileDamage.Truncated
                : e.Damage;
            check.Equal("damage", e.Damage, expected);
            check.Equal("place", e.Offset, good);
        }
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => GoldenJson.Number(value),
        };
}
