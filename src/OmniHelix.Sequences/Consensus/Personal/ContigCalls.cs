using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>Walks the records of one contig after the other through one file or through many, each read once.</summary>
/// <param name="files">Where they are.</param>
/// <param name="people">People that every file has.</param>
internal sealed class ContigCalls(VariantFiles files, IReadOnlyList<string> people) : IDisposable
{
    private VcfReader? vcf;
    private bool pending;
    private int[] columns = [];

    /// <summary>
    /// Goes to the first record of a contig. Where one file holds all contigs, those in its order are found in one pass; for one that
    /// stands earlier it is read again.
    /// </summary>
    /// <exception cref="OmniException">OH1912: no file has it.</exception>
    public void Seek(string contig)
    {
        if (IsAt(contig)) return;
        if (vcf is not null && files.IsOneFile) SkipTo(contig);
        if (IsAt(contig)) return;
        if ((files.Beginning(contig) ?? (files.IsOneFile ? files.Files[0] : null)) is { } file)
        {
            Open(file);
            SkipTo(contig);
        }
        if (!IsAt(contig))
            throw new OmniException(
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
            pending = vcf.TryRead();
            if (into.Entries >= enough) return IsAt(contig);
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => vcf?.Dispose();

    private bool IsAt(string contig) => pending && ContigNames.AreSame(vcf!.Record.Contig, contig);

    private void SkipTo(string contig)
    {
        while (pending && !IsAt(contig)) pending = vcf!.TryRead();
    }

    private void Open(VariantFile file)
    {
        vcf?.Dispose();
        vcf = VcfReader.Open(file.Path);
        columns = [.. people.Select(vcf.Header.SampleIndex)];
        pending = vcf.TryRead();
    }
}
