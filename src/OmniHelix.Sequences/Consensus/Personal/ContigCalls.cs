using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>Walks the records of one contig after the other through one file or through many, each read once.</summary>
/// <param name="files">Where they are.</param>
/// <param name="people">People that every file has.</param>
internal sealed class ContigCalls(VariantFiles files, IReadOnlyList<string> people) : IDisposable
{
    private VcfReader? vcf;
    private RecordContigs passed = new();
    private bool pending;
    private int[] columns = [];

    /// <summary>
    /// Goes to the first record of a contig. Where one file holds all contigs, those in its order are found in one pass; for one that
    /// stands earlier it is read again.
    /// </summary>
    /// <returns>False when the header declares the contig and no record lies on it.</returns>
    /// <exception cref="OmniException">OH1912: no file knows it; OH1022: records of one contig stand under two names.</exception>
    public bool Seek(string contig)
    {
        if (IsAt(contig)) return true;
        if (vcf is not null && files.IsOneFile) SkipTo(contig);
        if (IsAt(contig)) return true;
        var isRead = files.IsOneFile && vcf is not null && !pending && passed.Find(contig) is null;
        if (!isRead && (files.Beginning(contig) ?? (files.IsOneFile ? files.Files[0] : null)) is { } file)
        {
            Open(file);
            SkipTo(contig);
        }
        if (IsAt(contig)) return true;
        return files.Declares(contig)
            ? false
            : throw new OmniException(
                "OH1912", $"there are no records of contig '{contig}'", files.Source, "Name the contigs that are wanted with --contigs.");
    }

    /// <summary>Adds records of the contig until its end or until there are enough entries.</summary>
    /// <param name="contig">As given to <see cref="Seek"/>.</param>
    /// <param name="into">Takes them.</param>
    /// <param name="enough">Stops at so many entries.</param>
    /// <returns>True when records are left.</returns>
    public bool Read(string contig, HaplotypeEdits into, long enough)
    {
        while (pending)
        {
            if (!IsAt(contig)) return false;
            into.Add(vcf!.Record, columns);
            Advance();
            if (into.Entries >= enough) return IsAt(contig);
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => vcf?.Dispose();

    private bool IsAt(string contig) => pending && ContigNames.AreSame(vcf!.Record.Contig, contig);

    private void SkipTo(string contig)
    {
        while (pending && !IsAt(contig)) Advance();
    }

    private void Open(VariantFile file)
    {
        vcf?.Dispose();
        vcf = VcfReader.Open(file.Path);
        columns = [.. people.Select(vcf.Header.SampleIndex)];
        passed = new RecordContigs();
        Advance();
    }

    private void Advance()
    {
        pending = vcf!.TryRead();
        if (pending) passed.Add(vcf.Record.Contig, vcf.Record.Place);
    }
}
