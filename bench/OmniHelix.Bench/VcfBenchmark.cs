using System.Diagnostics;
using System.Globalization;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Bench;

/// <summary>
/// Reading the shipped VCF of 300 people with all genotypes: as text in memory, from BGZF, against the decompressor alone and against
/// bcftools where it is installed.
/// </summary>
internal static class VcfBenchmark
{
    private const string File = "samples/personal-chr20/kgp300.chr20.vcf.gz";
    private const double Seconds = 2;

    private static readonly string[] Filters = ["GT=\"het\"", "N_PASS(GT=\"alt\")>30", "GT=\"0|1\"", "MAF>0.05 && type=\"snp\""];

    public static void Run()
    {
        using var content = new MemoryStream();
        using (var stream = CompressedInput.Open(File)) stream.CopyTo(content);
        var text = content.ToArray();
        var records = 0L;
        var calls = 0L;

        var copy = Machine.Best(Seconds, () => text.AsSpan().CopyTo(GC.AllocateUninitializedArray<byte>(text.Length)));
        var parse = Machine.Best(Seconds, () => (records, calls) = Read(VcfReader.Read(new MemoryStream(text), File), genotypes: true));
        var records1 = Machine.Best(Seconds, () => Read(VcfReader.Read(new MemoryStream(text), File), genotypes: false));
        var decompress = Machine.Best(Seconds, () =>
        {
            using var stream = CompressedInput.Open(File);
            stream.CopyTo(Stream.Null, 1 << 18);
        });
        var whole = Machine.Best(Seconds, () => Read(VcfReader.Open(File), genotypes: true));

        Console.WriteLine(Line($"vcf: {records} records, {calls} calls, {text.Length / 1e6:0.0} MB"));
        Console.WriteLine(Row("text, records only", records1, records, text.Length));
        Console.WriteLine(Row("text, all genotypes", parse, records, text.Length));
        Console.WriteLine(Row("BGZF, all genotypes", whole, records, text.Length));
        Console.WriteLine(Line($"  of a memory copy: {copy / parse:0.000}; decompressor alone {decompress * 1e3:0.0} ms"));
        Console.WriteLine(Line($"  own : decompressor alone {decompress / whole:0.00}"));
        foreach (var expression in Filters)
        {
            var filtering = Machine.Best(Seconds, () => Filter(VcfReader.Read(new MemoryStream(text), File), expression));
            Console.WriteLine(Row($"filter {expression}", filtering, records, text.Length));
        }
        if (Peer("bcftools", $"view -Ou -o /dev/null {File}") is { } bcftools)
            Console.WriteLine(Line($"  bcftools view -Ou: {bcftools * 1e3:0.0} ms with its start; own : bcftools {bcftools / whole:0.0}"));
    }

    private static (long Records, long Calls) Read(VcfReader reader, bool genotypes)
    {
        using (reader)
        {
            var calls = 0L;
            while (reader.TryRead())
                if (genotypes) calls += reader.Record.Genotypes.Length;
            return (reader.Records, calls);
        }
    }

    private static void Filter(VcfReader reader, string expression)
    {
        using (reader)
        {
            var filter = VariantFilter.Parse(expression, reader.Header);
            while (reader.TryRead()) filter.Accepts(reader.Record);
        }
    }

    /// <summary>The best time of a program in seconds, or null when it is not installed.</summary>
    private static double? Peer(string program, string arguments)
    {
        try
        {
            return Machine.Best(Seconds, () =>
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
                process.WaitForExit();
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Row(string what, double seconds, long records, long bytes) =>
        Line($"  {what,-30} {seconds * 1e3,7:0.0} ms {records / seconds / 1e6,6:0.00} M records/s {bytes / seconds / 1e6,7:0} MB/s");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
