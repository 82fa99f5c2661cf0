using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmniHelix.Models.Configuration;

/// <summary>A configuration file: typed reading where every complaint names the file and the key.</summary>
internal sealed class ConfigJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject root;

    private ConfigJson(string path, JsonObject root)
    {
        Path = path;
        this.root = root;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens a file, or <c>config.json</c> of a folder.</summary>
    public static ConfigJson Open(string fileOrFolder)
    {
        var path = Directory.Exists(fileOrFolder) ? System.IO.Path.Combine(fileOrFolder, "config.json") : fileOrFolder;
        const string advice = "A model folder holds config.json beside the weights.";
        return TryOpen(path) ?? throw new OmniException("OH3201", "there is no such configuration", path, advice);
    }

    /// <summary>Opens a file; null when it is not there.</summary>
    public static ConfigJson? TryOpen(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new OmniException("OH3201", $"expected a JSON object, found {root.ValueKind}", path);
            return new ConfigJson(path, JsonObject.Create(root.Clone())!);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"{path}:{line + 1}") : path;
            throw new OmniException("OH3201", $"not valid JSON: {e.Message}", place, null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH3201", $"cannot read: {e.Message}", path, null, e);
        }
    }

    /// <summary>Writes an object with indentation.</summary>
    public static void Write(string path, JsonObject root) => AtomicFile.WriteText(path, root.ToJsonString(Indented) + "\n");

    /// <summary>True when the key is there and not null.</summary>
    public bool Has(string key) => root[key] is not null;

    /// <summary>A whole number; <c>12.0</c> counts as one.</summary>
    public int? Integer(string key)
    {
        if (Number(key) is not { } number) return null;
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Wrong(key, "a whole number");
    }

    /// <summary>A real number; an integer counts as one.</summary>
    public double? Number(string key)
    {
        if (root[key] is not { } node) return null;
        var isNumber = node.GetValueKind() == JsonValueKind.Number;
        if (isNumber && node.AsValue().TryGetValue<double>(out var value) && double.IsFinite(value)) return value;
        throw Wrong(key, "a number");
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string key) => root[key]?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>A text.</summary>
    public string? Text(string key)
    {
        if (root[key] is not { } node) return null;
        return node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(key, "a text");
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string>? Texts(string key) => List<string>(key, JsonValueKind.String, "a list of texts");

    /// <summary>A list of numbers.</summary>
    public IReadOnlyList<double>? Numbers(string key) => List<double>(key, JsonValueKind.Number, "a list of numbers");

    /// <summary>A nested object.</summary>
    public ConfigJson? Section(string key)
    {
        if (root[key] is not { } node) return null;
        return node is JsonObject inner ? new ConfigJson($"{Path} ({key})", inner) : throw Wrong(key, "an object");
    }

    /// <summary>The entries of this object.</summary>
    public IEnumerable<string> Keys => root.Select(entry => entry.Key);

    /// <summary>Refuses a switch that is on.</summary>
    /// <exception cref="OmniException">OH3204.</exception>
    public void Refuse(string key, string what)
    {
        if (Flag(key) == true) throw Missing(key, what);
    }

    /// <summary>The error about a key that asks for what is not implemented.</summary>
    public OmniException Missing(string key, string what) =>
        new("OH3204", $"\"{key}\": {what} is not implemented for this family", Path, "Choose a checkpoint without it.");

    /// <summary>The error about a key.</summary>
    public OmniException Wrong(string key, string expected) =>
        new("OH3202", $"\"{key}\" is {root[key]?.ToJsonString() ?? "missing"}; expected {expected}", Path);

    private List<T>? List<T>(string key, JsonValueKind kind, string expected)
    {
        if (root[key] is not { } node) return null;
        if (node is not JsonArray array || array.Any(item => item?.GetValueKind() != kind)) throw Wrong(key, expected);
        return [.. array.Select(item => item!.GetValue<T>())];
    }
}
