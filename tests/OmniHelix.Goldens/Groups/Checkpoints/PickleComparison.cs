using System.Globalization;
using System.Numerics;
using System.Text.Json;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Goldens.Groups.Checkpoints;

/// <summary>Walks an expected object (tagged JSON) beside the one that was read.</summary>
internal sealed class PickleComparison(TorchFile file, bool tolerant, GoldenCheck check)
{
    private readonly Dictionary<int, int> storages = [];

    public void Compare(string key, object? got, JsonElement expected)
    {
        if (got is PickleOpaque opaque && MayBeOpaque(opaque, expected))
        {
            check.Equal($"{key} is opaque only in tolerant mode", tolerant, true);
            return;
        }
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null: check.Equal(key, got is null, true); break;
            case JsonValueKind.True or JsonValueKind.False: check.Equal(key, got as bool?, expected.GetBoolean()); break;
            case JsonValueKind.String: check.Equal(key, got as string, expected.GetString()); break;
            case JsonValueKind.Number when got is long whole:
                check.Equal(key, whole.ToString(CultureInfo.InvariantCulture), expected.GetRawText());
                break;
            case JsonValueKind.Number:
                check.Close(key, got as double? ?? throw Mismatch(key, got, "a number"), expected.GetDouble(), Tolerance.Exact);
                break;
            case JsonValueKind.Array: Items(key, (got as PickleList)?.Items, expected); break;
            default:
                if (Tag(expected) is { } tag) Tagged(key, got, tag.Name, tag.Value);
                else Dictionary(key, got, expected);
                break;
        }
    }

    private void Tagged(string key, object? got, string tag, JsonElement value)
    {
        switch (tag)
        {
            case "$tensor": Tensor(key, got as PickleTensor ?? throw Mismatch(key, got, "a tensor"), value); break;
            case "$tuple": Items(key, (got as PickleTuple)?.Items, value); break;
            case "$size": Items(key, got is PickleTuple { IsSize: true } size ? size.Items : null, value); break;
            case "$set":
                check.Equal(key, Sorted((got as PickleSet)?.Items.Select(Text)), Sorted(value.EnumerateArray().Select(v => v.ToString())));
                break;
            case "$dict": Pairs(key, got, value); break;
            case "$float":
                check.Close(key, got as double? ?? throw Mismatch(key, got, "a number"), GoldenJson.Number(value), Tolerance.Exact);
                break;
            case "$int": check.Equal(key, Text(got), value.GetString()); break;
            case "$bytes": check.Equal(key, got is byte[] bytes ? Convert.ToHexStringLower(bytes) : Text(got), value.GetString()); break;
            case "$dtype": check.Equal(key, (got as PickleDType)?.Name, value.GetString()); break;
            case "$device": check.Equal(key, (got as PickleDevice)?.Name, value.GetString()); break;
            case "$numpy":
                var array = got as NumpyArray ?? throw Mismatch(key, got, "a NumPy array");
                // The reference contents are little-endian whatever the file holds, and some references name the type after the conversion.
                check.Equal($"{key} dtype", array.Type?.Name[1..], value.GetProperty("dtype").GetString()![1..]);
                check.SameItems($"{key} shape", array.Shape, value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()));
                check.Equal($"{key} contents", Convert.ToHexStringLower(array.Contents ?? []), value.GetProperty("hex").GetString());
                break;
            case "$numpy_scalar":
                var scalar = got as NumpyScalar ?? throw Mismatch(key, got, "a NumPy scalar");
                check.Equal($"{key} dtype", scalar.Type.Name, value.GetProperty("dtype").GetString());
                check.Equal(key, Text(scalar.Value), value.GetProperty("value").ToString());
                break;
            case "$opaque":
                // A class or function of the table used as a value: a name that can only be shown, hidden behind an internal type.
                check.Equal($"{key} is inert", got?.GetType().IsNotPublic, true);
                break;
            default:
                check.Fail(key, Text(got), $"the tag {tag} is not understood");
                break;
        }
    }

    private void Tensor(string key, PickleTensor got, JsonElement expected)
    {
        TensorCases.Compare(key, file.Contents(key, got), expected, check);
        check.SameItems($"{key} stride", got.Stride, expected.GetProperty("stride").EnumerateArray().Select(d => d.GetInt64()));
        check.Equal($"{key} offset", got.Offset, expected.GetProperty("offset").GetInt64());
        check.Equal($"{key} requires_grad", got.RequiresGrad, expected.GetProperty("requires_grad").GetBoolean());
        check.Equal(
            $"{key} is a parameter",
            got.IsParameter,
            expected.TryGetProperty("parameter", out var parameter) && parameter.GetBoolean());
        // Storage numbers are names: equal numbers must mean one storage, -1 means no memory.
        var storage = expected.GetProperty("storage").GetInt32();
        if (storage < 0) return;
        if (storages.TryAdd(storage, got.Storage.Id))
            check.Equal($"{key} storage is not another's", storages.Values.Count(id => id == got.Storage.Id), 1);
        else check.Equal($"{key} storage", got.Storage.Id, storages[storage]);
    }

    private void Items(string key, IReadOnlyList<object?>? got, JsonElement expected)
    {
        check.Equal($"{key} length", got?.Count, expected.GetArrayLength());
        if (got?.Count != expected.GetArrayLength()) return;
        for (var i = 0; i < got.Count; i++) Compare($"{key}[{i}]", got[i], expected[i]);
    }

    private void Dictionary(string key, object? got, JsonElement expected)
    {
        var dict = got as PickleDict ?? throw Mismatch(key, got, "a dictionary");
        check.SameItems($"{key} keys", dict.Keys.Select(Text), expected.EnumerateObject().Select(p => p.Name));
        foreach (var entry in expected.EnumerateObject())
            if (dict.TryGet(entry.Name, out var value)) Compare($"{key}.{entry.Name}", value, entry.Value);
    }

    private void Pairs(string key, object? got, JsonElement expected)
    {
        var dict = got as PickleDict ?? throw Mismatch(key, got, "a dictionary");
        Items($"{key} keys", dict.Keys, Column(expected, 0));
        Items($"{key} values", dict.Values, Column(expected, 1));
    }

    private static JsonElement Column(JsonElement pairs, int column) =>
        JsonSerializer.SerializeToElement(pairs.EnumerateArray().Select(p => p[column]).ToArray());

    // What the strict table does not know may stay unbuilt; tensors and what holds them may not.
    private static bool MayBeOpaque(PickleOpaque got, JsonElement expected)
    {
        if (expected.ValueKind != JsonValueKind.Object) return false;
        if (Tag(expected) is { } tag)
            // For a function the reference names the class of the value ("builtins.builtin_function_or_method"), not the function.
            return tag.Name == "$opaque"
                ? tag.Value.GetString() == got.Global || tag.Value.GetString()!.StartsWith("builtins.", StringComparison.Ordinal)
                : tag.Name is "$complex" or "$set" or "$bytes";
        return !expected.GetRawText().Contains("$tensor", StringComparison.Ordinal);
    }

    private static JsonProperty? Tag(JsonElement expected)
    {
        foreach (var property in expected.EnumerateObject()) return property.Name.StartsWith('$') ? property : null;
        return null;
    }

    private static OmniException Mismatch(string key, object? got, string expected) =>
        new("OH2994", $"{key} is {Text(got)}, expected {expected}");

    private static string Sorted(IEnumerable<string>? values) =>
        string.Join(", ", (values ?? ["(not a set)"]).Order(StringComparer.Ordinal));

    private static string Text(object? value) => value switch
    {
        null => "None",
        double d => d.ToString("r", CultureInfo.InvariantCulture),
        BigInteger big => big.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
