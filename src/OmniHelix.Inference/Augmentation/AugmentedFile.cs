using System.Globalization;
using System.Text;
using OmniHelix.Data.Files;
using OmniHelix.Inference.Writing;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Inference.Augmentation;

/// <summary>
/// Variants of records as a file: JSON lines with the fields of the record and <c>aug_seq</c> in place of its sequence, or FASTA under the
/// record's name, which gets a number where there are several.
/// </summary>
public static class AugmentedFile
{
    private delegate void Way(string path, IEnumerable<AugmentedRecord> records, int count);

    private static readonly FileCapability<Way> Ways = new(
        "OH2032", "hold variants of sequences", (DataFileKinds.JsonLines, WriteJsonLines), (SequenceFileKinds.Fasta, WriteFasta));

    /// <summary>Whether a name promises a file that can be written.</summary>
    /// <exception cref="UsageException">OH2032: it does not.</exception>
    public static void RequireName(string path) => _ = Ways.ForOutput(path);

    /// <summary>Writes a file; what failed is in JSON lines only.</summary>
    /// <param name="path">Its ending tells the form.</param>
    /// <param name="records">Records with their variants.</param>
    /// <param name="count">Variants that were asked for.</param>
    /// <exception cref="OmniException">OH600x: it cannot be written.</exception>
    public static void Write(string path, IEnumerable<AugmentedRecord> records, int count) =>
        Ways.Of(Ways.ForOutput(path))!(path, records, count);

    /// <summary>Writes JSON lines.</summary>
    public static void WriteJsonLines(TextWriter output, IEnumerable<AugmentedRecord> records)
    {
        foreach (var record in records)
        {
            foreach (var variant in record.Variants) output.WriteLine(Line(record, variant));
            if (record.Error is not null) output.WriteLine(Line(record, null));
        }
    }

    private static void WriteJsonLines(string path, IEnumerable<AugmentedRecord> records, int count) =>
        CompressedOutput.Write(path, file =>
        {
            using var text = new StreamWriter(file, leaveOpen: true);
            WriteJsonLines(text, records);
        });

    private static void WriteFasta(string path, IEnumerable<AugmentedRecord> records, int count) => FastaWriter.Write(path, fasta =>
    {
        foreach (var record in records)
            foreach (var (i, variant) in record.Variants.Index())
            {
                var name = count == 1 ? record.Example.Id : string.Create(CultureInfo.InvariantCulture, $"{record.Example.Id}_{i + 1}");
                fasta.Write(name, Encoding.ASCII.GetBytes(variant));
            }
    });

    private static string Line(AugmentedRecord record, string? variant) => JsonLine.Of(json =>
    {
        json.WriteString("id", record.Example.Id);
        if (variant is not null) json.WriteString("aug_seq", variant);
        foreach (var (name, value) in record.Example.Metadata ?? [])
        {
            if (name is "id" or "aug_seq") continue;
            json.WritePropertyName(name);
            if (value is null) json.WriteNullValue();
            else value.WriteTo(json);
        }
        if (record.Error is { } error) PredictionJson.WriteError(json, "error", error);
    });
}
