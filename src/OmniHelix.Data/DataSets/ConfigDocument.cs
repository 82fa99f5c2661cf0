using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace OmniHelix.Data.DataSets;

/// <summary>JSON or YAML configuration files as one tree. Aliases, deep nesting and files over 1 MiB are refused: a configuration needs none of them.</summary>
internal static class ConfigDocument
{
    private const int MostBytes = 1 << 20, MostDepth = 16;

    public static JsonObject Read(string path)
    {
        if (!File.Exists(path)) throw new UsageException("OH1606", "the configuration file does not exist", path);
        if (new FileInfo(path).Length > MostBytes) throw new UsageException("OH1606", "the configuration file is larger than 1 MiB", path);
        var text = File.ReadAllText(path);
        var node = Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML" ? FromYaml(text, path) : FromJson(text, path);
        return node as JsonObject ?? throw new UsageException("OH1606", "the configuration must be an object with keys", path);
    }

    private static JsonNode? FromJson(string text, string path)
    {
        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MostDepth, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new UsageException("OH1606", $"is not valid JSON: {e.Message.Split(" LineNumber")[0].TrimEnd('.', ' ')}", $"{path}:{e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private static JsonNode? FromYaml(string text, string path)
    {
        try
        {
            RefuseHostile(text, path);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : Convert(yaml.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            throw new UsageException("OH1606", $"is not valid YAML: {e.Message.TrimEnd('.')}", $"{path}:{e.Start.Line}, column {e.Start.Column}");
        }
    }

    private static void RefuseHostile(string text, string path)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is AnchorAlias || depth > MostDepth)
                throw new UsageException("OH1606", "aliases and deep nesting are not allowed in a configuration", $"{path}:{parser.Current.Start.Line}");
        }
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(p => KeyValuePair.Create(Key(p.Key), Convert(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static string Key(YamlNode node) => node is YamlScalarNode { Value: { } name } ? name : throw new YamlException(node.Start, node.End, "a key must be text");

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
