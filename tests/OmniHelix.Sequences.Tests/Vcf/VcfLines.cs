using System.Text;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

/// <summary>Small files of the people p, q and r, and what is written of them; blanks stand for tabs.</summary>
internal static class VcfLines
{
    private static readonly string[] People = ["p", "q", "r"];

    /// <summary>The records of a file.</summary>
    public static VariantSource Source(params string[] records) => VariantSource.Of(VcfText.Read(VcfText.Of(People, records)));

    /// <summary>The records that are written.</summary>
    public static List<string> Written(Action<VcfWriter> write) => [.. Text(write).Where(line => !line.StartsWith('#'))];

    /// <summary>The lines that are written.</summary>
    public static IEnumerable<string> Text(Action<VcfWriter> write)
    {
        using var memory = new MemoryStream();
        using (var writer = new VcfWriter(memory, leaveOpen: true)) write(writer);
        var lines = Encoding.UTF8.GetString(memory.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Select(line => line.Replace('\t', ' '));
    }

    /// <summary>One column of lines.</summary>
    public static string Column(IEnumerable<string> lines, int column) => string.Join(' ', lines.Select(line => line.Split(' ')[column]));
}
