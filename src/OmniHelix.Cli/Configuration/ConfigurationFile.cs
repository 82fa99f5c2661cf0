using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OmniHelix.Cli.Configuration;

/// <summary>A value as written: its text, and whether quotes make it text whatever it looks like.</summary>
/// <param name="Text">Without quotes.</param>
/// <param name="IsQuoted">Then it is no number, no truth value and no null.</param>
/// <param name="Place">File with line and column.</param>
internal sealed record WrittenValue(string Text, bool IsQuoted, string Place)
{
    /// <summary>Nothing stands here.</summary>
    public bool IsNull => !IsQuoted && Text is "" or "null" or "~";
}

/// <summary>One line of a configuration file.</summary>
/// <param name="Key">As written.</param>
/// <param name="Values">One value, or the items of a list.</param>
/// <param name="IsList">Written as a list.</param>
/// <param name="Place">File with line and column of the key.</param>
internal sealed record ConfigurationEntry(string Key, IReadOnlyList<WrittenValue> Values, bool IsList, string Place);

/// <summary>
/// Reads configuration files: one flat mapping of keys to values or lists of values, YAML 1.2 or JSON. Anything that would need more than
/// that (nesting, aliases, tags, several documents) is an error, so a hostile file can neither grow nor build objects.
/// </summary>
internal static class ConfigurationFile
{
    private const int LargestFile = 1 << 20;

    /// <summary>The entries in the order of the file; a key stands once.</summary>
    /// <exception cref="UsageException">OH2010 unreadable, OH2011 not such a mapping, OH2015 key given twice.</exception>
    public static IReadOnlyList<ConfigurationEntry> Read(string path)
    {
        var text = ReadText(path);
        var entries = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".YAML" or ".YML" => ReadYaml(text, path),
            ".JSON" => ReadJson(text, path),
            var other => throw new UsageException("OH2010", $"a configuration file ends in .yaml, .yml or .json, not '{other}'", path),
        };
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
            if (!first.TryAdd(entry.Key.Replace('-', '_'), entry.Place))
                throw new UsageException("OH2015", $"the key '{entry.Key}' stands already at {first[entry.Key.Replace('-', '_')]}", entry.Place, "Keep one of the two.");
        return entries;
    }

    private static string ReadText(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LargestFile) throw new UsageException("OH2010", $"a configuration file has at most {LargestFile} bytes, this one has {length}", path);
            return new UTF8Encoding(false, true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("OH2010", $"cannot read the configuration: {e.Message}", path);
        }
        catch (DecoderFallbackException e)
        {
            throw new UsageException("OH2011", string.Create(CultureInfo.InvariantCulture, $"not UTF-8 text at byte {e.Index}"), path);
        }
    }

    private static List<ConfigurationEntry> ReadYaml(string text, string path)
    {
        var entries = new List<ConfigurationEntry>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _)) return entries;
            parser.Consume<DocumentStart>();
            if (parser.Current is Scalar { Value: "", Style: ScalarStyle.Plain }) return entries;
            if (!parser.TryConsume<MappingStart>(out _)) throw NotFlat("keys with values, one per line", Place(path, parser.Current!));
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = ReadScalar(parser, path);
                if (!parser.TryConsume<SequenceStart>(out _))
                {
                    entries.Add(new ConfigurationEntry(key.Text, [ReadScalar(parser, path)], false, key.Place));
                    continue;
                }
                var values = new List<WrittenValue>();
                while (!parser.TryConsume<SequenceEnd>(out _)) values.Add(ReadScalar(parser, path));
                entries.Add(new ConfigurationEntry(key.Text, values, true, key.Place));
            }
            parser.Consume<DocumentEnd>();
            if (parser.Current is not StreamEnd) throw NotFlat("one document", Place(path, parser.Current!));
            return entries;
        }
        catch (YamlException e)
        {
            throw new UsageException("OH2011", $"not valid YAML: {e.Message}", Place(path, e.Start.Line, e.Start.Column));
        }
    }

    private static WrittenValue ReadScalar(Parser parser, string path)
    {
        if (parser.Current is not Scalar scalar || !scalar.Tag.IsEmpty || !scalar.Anchor.IsEmpty)
            throw NotFlat("a plain value", Place(path, parser.Current!));
        parser.MoveNext();
        return new WrittenValue(scalar.Value, scalar.Style != ScalarStyle.Plain, Place(path, scalar));
    }

    private static List<ConfigurationEntry> ReadJson(string text, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var entries = new List<ConfigurationEntry>();
        try
        {
            var reader = new Utf8JsonReader(bytes);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw NotFlat("an object", Place(path, bytes, reader.TokenStartIndex));
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (key, place) = (reader.GetString()!, Place(path, bytes, reader.TokenStartIndex));
                reader.Read();
                var isList = reader.TokenType == JsonTokenType.StartArray;
                var values = new List<WrittenValue>();
                if (!isList)
                    values.Add(ReadScalar(ref reader, bytes, path));
                else
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(ReadScalar(ref reader, bytes, path));
                entries.Add(new ConfigurationEntry(key, values, isList, place));
            }
            reader.Read();
            return entries;
        }
        catch (JsonException e)
        {
            throw new UsageException("OH2011", $"not valid JSON: {e.Message.Split(" LineNumber:")[0]}", Place(path, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1));
        }
    }

    private static WrittenValue ReadScalar(ref Utf8JsonReader reader, byte[] bytes, string path)
    {
        var place = Place(path, bytes, reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.String => new WrittenValue(reader.GetString()!, true, place),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null =>
                new WrittenValue(Encoding.UTF8.GetString(reader.ValueSpan), false, place),
            _ => throw NotFlat("a plain value", place),
        };
    }

    private static UsageException NotFlat(string expected, string place) =>
        new("OH2011", $"expected {expected}", place, "A configuration is one flat mapping: every key has one value or a list of values.");

    private static string Place(string path, ParsingEvent at) => Place(path, at.Start.Line, at.Start.Column);

    private static string Place(string path, byte[] bytes, long position)
    {
        var before = bytes.AsSpan(0, (int)position);
        return Place(path, before.Count((byte)'\n') + 1, position - before.LastIndexOf((byte)'\n'));
    }

    private static string Place(string path, long line, long column) => string.Create(CultureInfo.InvariantCulture, $"{path}:{line}:{column}");
}
