using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Tokenizers;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Small edits of tokenizer files, each told by a name: whether the library still loads the file, and how many texts get other ids.
/// </summary>
internal sealed class SpellingCases : ITokenizerCases
{
    private static readonly Dictionary<string, Action<JsonObject>> Edits = new()
    {
        ["model.type missing"] = file => file["model"]!.AsObject().Remove("type"),
        ["merges as 'a b' strings"] = file => file["model"]!["merges"] = new JsonArray(
            [.. file["model"]!["merges"]!.AsArray().Select(pair => (JsonNode)$"{pair![0]} {pair[1]}")]),
        ["unknown top-level key"] = file => file["surprise"] = new JsonObject(),
        ["unknown top-level key with a string value, first in the file"] = file => file.Insert(0, "surprise", "text"),
        ["version 2.0"] = file => file["version"] = "2.0",
        ["version missing"] = file => file.Remove("version"),
        ["decoder and padding keys missing"] = file =>
        {
            file.Remove("decoder");
            file.Remove("padding");
        },
        ["added token id differs from the model's id"] = file => file["added_tokens"]![0]!["id"] = 77,
        ["old Metaspace with add_prefix_space true"] = file => Metaspace(file, ("add_prefix_space", true)),
        ["stray str_rep"] = file => Metaspace(file, ("add_prefix_space", true), ("str_rep", "▁")),
        ["add_prefix_space false, no prepend_scheme"] = file => Metaspace(file, ("add_prefix_space", false)),
        ["add_prefix_space false with prepend_scheme never"] = file =>
            Metaspace(file, ("add_prefix_space", false), ("prepend_scheme", "never")),
        ["add_prefix_space false with prepend_scheme always"] = file =>
            Metaspace(file, ("add_prefix_space", false), ("prepend_scheme", "always")),
        ["byte_fallback key missing"] = file => file["model"]!.AsObject().Remove("byte_fallback"),
        ["unk_id null"] = file => file["model"]!["unk_id"] = null,
        ["unk_id outside the vocabulary"] = file => file["model"]!["unk_id"] = file["model"]!["vocab"]!.AsArray().Count,
        ["merge with symbols outside the vocabulary"] = file => file["model"]!["merges"]!.AsArray().Add(new JsonArray("ZZ", "QQ")),
        ["merge product missing from vocabulary"] = file => file["model"]!["vocab"]!.AsObject().Remove("ATTCAG"),
        ["unknown pre-tokenizer type"] = file => file["pre_tokenizer"] = new JsonObject { ["type"] = "Chromosome" },
        ["regex that does not parse"] = file => file["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "Split",
            ["pattern"] = new JsonObject { ["Regex"] = "[A" },
            ["behavior"] = "Isolated",
            ["invert"] = false,
        },
        ["two tokens with one id"] = file => file["model"]!["vocab"]!["ZZZ"] = 17,
    };

    // What the library refuses and this program reads, as the specification wants it.
    private static readonly string[] ReadAnyway =
    [
        "unknown top-level key", "unknown top-level key with a string value, first in the file",
        "add_prefix_space false, no prepend_scheme",
    ];

    public IEnumerable<GoldenCase>? Discover(string path) =>
        GoldenJson.AreLines(path)
        && GoldenJson.Lines(path).FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && first.TryGetProperty("edit", out _)
            ? GoldenJson.Lines(path).Select(record => Case(path, record))
            : null;

    private static GoldenCase Case(string path, JsonElement record)
    {
        var name = record.GetProperty("case").GetString()!;
        var edit = record.GetProperty("edit").GetString()!;
        var file = Path.Combine(Path.GetDirectoryName(path)!, record.GetProperty("base").GetString()!, "tokenizer.json");
        if (!Edits.TryGetValue(edit, out var change)) return GoldenCase.NotUnderstood(name, path, $"the edit '{edit}' is not known");
        return new GoldenCase(name, path, check => Compare(path, file, change, edit, record, check));
    }

    private static void Compare(string path, string file, Action<JsonObject> change, string edit, JsonElement record, GoldenCheck check)
    {
        var edited = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(edited);
        var copy = Path.GetTempFileName() + ".json";
        try
        {
            File.WriteAllText(copy, edited.ToJsonString());
            var isRefused = !record.GetProperty("loads").GetBoolean() && !ReadAnyway.Contains(edit);
            OmniTokenizer tokenizer;
            try
            {
                tokenizer = OmniTokenizer.FromPretrained(copy);
            }
            catch (OmniException e)
            {
                check.Equal("loads", isRefused && e.Code == "OH1506" ? "refused" : e.Message, "refused");
                return;
            }
            check.Equal("loads", isRefused, false);
            if (!record.TryGetProperty("inputs_with_other_ids", out var others)) return;
            var original = OmniTokenizer.FromPretrained(file);
            check.Equal(
                "inputs_with_other_ids", TokenizerInputs.Texts(path).Values.Count(text => !HasEqualIds(original, tokenizer, text)),
                others.GetInt32());
        }
        finally
        {
            File.Delete(copy);
        }
    }

    // Text that a tokenizer without an unknown token cannot encode is no text with other ids.
    private static bool HasEqualIds(OmniTokenizer one, OmniTokenizer other, string text)
    {
        try
        {
            return one.Tokenize(text).Ids.SequenceEqual(other.Tokenize(text).Ids);
        }
        catch (OmniException e) when (e.Code == "OH1514")
        {
            return true;
        }
    }

    private static void Metaspace(JsonObject file, params (string Key, JsonNode Value)[] settings)
    {
        foreach (var part in new[] { "pre_tokenizer", "decoder" })
        {
            var node = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁" };
            foreach (var (key, value) in settings) node[key] = value.DeepClone();
            file[part] = node;
        }
    }
}
