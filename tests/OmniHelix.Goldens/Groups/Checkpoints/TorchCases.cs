using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Checkpoints.Pickle;

namespace OmniHelix.Goldens.Groups.Checkpoints;

/// <summary>PyTorch files, good and hostile.</summary>
internal static class TorchCases
{
    private const string GlobalRefused = "OH3121";

    /// <summary>
    /// The object graph must be the expected one. Strict mode may refuse a file over a global that PyTorch's own restricted loader refuses
    /// too; tolerant mode must then open it, with opaque nodes where the strict table ends.
    /// </summary>
    public static void MustLoad(string file, JsonElement expected, JsonElement root, GoldenCheck check)
    {
        var refusal = Outcome.Of(() => Compare(file, tolerant: false, root, check));
        if (refusal is null) return;
        var excused = refusal.Code == GlobalRefused && expected.TryGetProperty("weights_only_load", out var torch)
            && torch.GetString()!.Contains("Unsupported global", StringComparison.Ordinal);
        if (!excused) check.Fail("strict", refusal.Describe(), "loads");
        else if (expected.TryGetProperty("globals", out var globals))
            check.Equal(
                "strict names a global of the file",
                globals.EnumerateArray().Any(g => refusal.Message.Contains(g.GetString()!.Replace(' ', '.'), StringComparison.Ordinal)),
                true);
        Compare(file, tolerant: true, root, check);
    }

    /// <summary>An entry of the hostile list: what strict and tolerant mode have to do.</summary>
    public static void MustObey(string file, JsonElement entry, double[] w, GoldenCheck check)
    {
        foreach (var mode in (string[])["strict", "tolerant"])
        {
            var rule = entry.GetProperty(mode).GetString()!;
            var options = new CheckpointOptions { Tolerant = mode == "tolerant" };
            Obey(file, mode, rule, options, Observed(entry) ?? w, check);
        }
    }

    private static void Obey(string file, string mode, string rule, CheckpointOptions options, double[] w, GoldenCheck check)
    {
        var asStateDictionary = rule.EndsWith("as a state dictionary", StringComparison.Ordinal);
        var mayLoad = rule.Contains("load", StringComparison.Ordinal) || rule.Contains("inert", StringComparison.Ordinal)
            || rule.Contains("apply", StringComparison.Ordinal)
            || rule.Contains("readable", StringComparison.Ordinal) || asStateDictionary;
        var mayRefuse = rule.Contains("refuse", StringComparison.Ordinal)
            && !(asStateDictionary && rule.StartsWith("load", StringComparison.Ordinal));
        if (!mayLoad && !mayRefuse)
        {
            check.Skip($"the rule '{rule}' is not understood");
            return;
        }

        var refusal = Outcome.Of(() =>
        {
            using var opened = TorchFile.Open(file, options);
            ReadTensors(opened, mode, w, compare: mayLoad, check);
            if (rule.Contains("opaque root", StringComparison.Ordinal))
                check.Equal($"{mode} root is opaque", opened.Root is PickleOpaque, true);
            if (rule.Contains("w readable", StringComparison.Ordinal))
                check.Equal($"{mode} w is there", Entry(opened.Root, "w") is PickleTensor, true);
            if (rule.Contains("evil opaque", StringComparison.Ordinal))
                check.Equal($"{mode} evil is opaque", Entry(opened.Root, "evil") is null or PickleOpaque, true);
        });
        if (refusal is null && !mayLoad) check.Fail(mode, "loaded", rule);
        else if (refusal is not null && !mayRefuse) check.Fail(mode, refusal.Describe(), rule);
        else check.Equal($"{mode} outcome", refusal is null || refusal.Place is not null, true);

        if (asStateDictionary)
            check.Equal(
                $"{mode} as a state dictionary",
                Outcome.Of(() => Checkpoint.Open(file, options).Dispose()) is null ? "load" : "refuse",
                "refuse");
    }

    private static void ReadTensors(TorchFile opened, string mode, double[] w, bool compare, GoldenCheck check)
    {
        if (opened.Root is not PickleDict dict) return;
        for (var i = 0; i < dict.Keys.Count; i++)
        {
            if (dict.Values[i] is not PickleTensor tensor) continue;
            var contents = opened.Contents($"{dict.Keys[i]}", tensor);
            if (compare && dict.Keys[i] is "w" && tensor.Type == DType.Float32)
                check.Close(
                    $"{mode} w",
                    [.. MemoryMarshal.Cast<byte, float>(contents.Bytes).ToArray().Select(f => (double)f)],
                    w,
                    Tolerance.Exact);
        }
    }

    private static object? Entry(object? root, string key) => root is PickleDict dict && dict.TryGet(key, out var value) ? value : null;

    // "accepted: w float32 [2] [0.26, 0.61]": the value that the library read.
    private static double[]? Observed(JsonElement entry)
    {
        foreach (var key in (string[])["torch_weights_only", "torch_unrestricted"])
        {
            if (!entry.TryGetProperty(key, out var text)
                || !text.GetString()!.StartsWith("accepted: w float32 [", StringComparison.Ordinal)) continue;
            var line = text.GetString()!;
            var list = line[(line.LastIndexOf('[') + 1)..].TrimEnd(']');
            if (!list.EndsWith('.') && !list.Contains("...", StringComparison.Ordinal))
                return [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        }
        return null;
    }

    private static void Compare(string file, bool tolerant, JsonElement root, GoldenCheck check)
    {
        using var opened = TorchFile.Open(file, new CheckpointOptions { Tolerant = tolerant });
        new PickleComparison(opened, tolerant, check).Compare("root", opened.Root, root);
    }
}
