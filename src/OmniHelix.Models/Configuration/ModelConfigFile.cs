using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Documents;

namespace OmniHelix.Models.Configuration;

/// <summary><c>config.json</c> of a model folder, and other JSON files beside it.</summary>
internal static class ModelConfigFile
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Thousands of labels, and what publishers keep of their training.
    private static readonly DocumentKind Kind = new(
        "the configuration of a model",
        new DocumentCodes("OH3201", "OH3201", "OH3201", "OH3202", Wrong: "OH3202", OutOfRange: "OH3202", NoChoice: "OH3202"))
    {
        LargestBytes = 1 << 26,
        DeepestNesting = 64,
        IsUsage = false,
    };

    /// <summary>Opens a file, or <c>config.json</c> of a folder.</summary>
    /// <exception cref="OmniException">OH3201: it is not there, cannot be read or is no JSON object.</exception>
    public static MapNode Open(string fileOrFolder)
    {
        var path = Directory.Exists(fileOrFolder) ? Path.Combine(fileOrFolder, "config.json") : fileOrFolder;
        return TryOpen(path)
            ?? throw new OmniException(
                "OH3201", "there is no such configuration", path, "A model folder holds config.json beside the weights.");
    }

    /// <summary>Opens a file; null when it is not there.</summary>
    /// <inheritdoc cref="Open"/>
    public static MapNode? TryOpen(string path) => File.Exists(path) ? Document.ReadJson(path, Kind) : null;

    /// <summary>Reads a configuration that is in no file.</summary>
    /// <param name="text">One JSON object.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    public static MapNode Parse(string text, string place) => Document.ParseJson(text, place, Kind);

    /// <summary>Writes an object with indentation.</summary>
    public static void Write(string path, JsonObject root) => AtomicFile.WriteText(path, root.ToJsonString(Indented) + "\n");

    /// <summary>Refuses a switch that is on.</summary>
    /// <exception cref="OmniException">OH3204.</exception>
    public static void Refuse(this MapNode json, string key, string what)
    {
        if (json.Flag(key) == true) throw json.Missing(key, what);
    }

    /// <summary>The error about a key that asks for what is not implemented.</summary>
    public static OmniException Missing(this MapNode json, string key, string what) => new(
        "OH3204",
        $"\"{json.FullName(key)}\": {what} is not implemented for this family",
        (json.Find(key)?.Place ?? json.Place).ToString(),
        "Choose a checkpoint without it.");
}
