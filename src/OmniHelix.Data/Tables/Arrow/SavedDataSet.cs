using System.Text.Json;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// A data set as <c>save_to_disk</c> of the <c>datasets</c> library leaves it: a folder with Arrow files that <c>state.json</c> names, and
/// <c>dataset_info.json</c>; several splits are folders of that kind beside <c>dataset_dict.json</c>.
/// </summary>
internal static class SavedDataSet
{
    public const string StateName = "state.json", InfoName = "dataset_info.json", SplitsName = "dataset_dict.json";

    public static bool Is(string folder) => File.Exists(Path.Combine(folder, StateName));

    public static bool HasSplits(string folder) => File.Exists(Path.Combine(folder, SplitsName));

    /// <summary>The files of one data set, in order.</summary>
    /// <exception cref="OmniException">
    /// OH1227: <c>state.json</c> is malformed, names none, or names files that do not lie beside it.
    /// </exception>
    public static IReadOnlyList<string> Files(string folder)
    {
        var path = Path.Combine(folder, StateName);
        using var state = Read(path);
        return [.. Listed(state, "_data_files", path).Select(FileName).Select(name => Beside(folder, path, name, File.Exists))];
    }

    /// <summary>Name and folder of every split.</summary>
    /// <exception cref="OmniException">
    /// OH1227: <c>dataset_dict.json</c> is malformed, or names splits that do not lie beside it.
    /// </exception>
    public static IReadOnlyList<(string Name, string Folder)> Splits(string folder)
    {
        var path = Path.Combine(folder, SplitsName);
        using var list = Read(path);
        return [.. Listed(list, "splits", path).Select(name => Beside(folder, path, name, Is)).Select(f => (Path.GetFileName(f), f))];
    }

    /// <summary>What the data set says it is a split of; null when it does not.</summary>
    public static string? SplitOf(string folder)
    {
        using var state = Read(Path.Combine(folder, StateName));
        var isNamed = state.RootElement.TryGetProperty("_split", out var split) && split.ValueKind == JsonValueKind.String;
        return isNamed ? split.GetString() : null;
    }

    private static JsonElement[] Listed(JsonDocument json, string key, string path)
    {
        var isList = json.RootElement.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array;
        return isList && list.GetArrayLength() > 0 ? [.. list.EnumerateArray()] : throw Wrong(path, $"names no {key}");
    }

    // A file is an object with its name, or the name alone.
    private static JsonElement FileName(JsonElement file) =>
        file.ValueKind == JsonValueKind.Object && file.TryGetProperty("filename", out var name) ? name : file;

    private static string Beside(string folder, string path, JsonElement name, Predicate<string> isThere)
    {
        if (name.ValueKind != JsonValueKind.String) throw Wrong(path, "has something other than a name where a name should be");
        var text = name.GetString()!;
        var leadsElsewhere = text is "" or "." or ".." || text.AsSpan().ContainsAny('/', '\\', '\0');
        if (leadsElsewhere) throw Wrong(path, $"names '{text}', which does not lie beside it");
        var target = Path.Combine(folder, text);
        return isThere(target) ? target : throw Wrong(path, $"names '{text}', which is not there");
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var json = JsonDocument.Parse(stream);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
            throw Wrong(path, "is no JSON object");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH1227", $"cannot be read: {e.Message}", path, "Save the data set again.", e);
        }
    }

    private static OmniException Wrong(string path, string what) => new("OH1227", what, path, "Save the data set again with save_to_disk.");
}
