using System.Globalization;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>The processor as the kernel describes it.</summary>
/// <param name="Model">Such as <c>AMD EPYC 9B14</c>.</param>
/// <param name="Vendor">Such as <c>AuthenticAMD</c>.</param>
/// <param name="Family">AMD: 25 is Zen 3 and 4, 26 is Zen 5.</param>
/// <param name="InstructionSets">The ones that matter here, in the kernel's spelling.</param>
internal sealed record Processor(string Model, string Vendor, int Family, IReadOnlyList<string> InstructionSets)
{
    private static readonly string[] Interesting =
    [
        "avx", "avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile",
        "amx_bf16", "amx_int8",
        "asimd", "sve", "bf16", "i8mm",
    ];

    /// <summary>True when the named instruction set exists.</summary>
    public bool Has(string instructionSet) => InstructionSets.Contains(instructionSet, StringComparer.Ordinal);

    /// <summary>Reads the first processor of <c>/proc/cpuinfo</c>; fields that are absent stay empty.</summary>
    public static Processor Parse(IEnumerable<string> cpuInfo)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in cpuInfo)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                if (fields.Count > 0) break;
                continue;
            }
            fields.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }
        var flags = (fields.GetValueOrDefault("flags") ?? fields.GetValueOrDefault("Features") ?? "").Split(' ');
        return new Processor(
            fields.GetValueOrDefault("model name") ?? "unknown",
            fields.GetValueOrDefault("vendor_id") ?? "unknown",
            int.TryParse(fields.GetValueOrDefault("cpu family"), NumberStyles.None, CultureInfo.InvariantCulture, out var family)
                ? family
                : 0,
            [.. Interesting.Where(flags.Contains)]);
    }

    /// <summary>This machine's processor.</summary>
    public static Processor OfThisMachine() => Parse(File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : []);
}
