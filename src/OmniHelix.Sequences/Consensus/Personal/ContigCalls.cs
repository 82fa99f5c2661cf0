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

    /// <summary>Goes to the first record of a contig.</summary>
    /// <exception cref="OmniException">OH1912: no file has it, or it lies before the place that has been reached.</exception>
    public void Seek(string contig)
    {
        if (vcf is not null && pending && ContigNames.AreSame(vcf.Record.Contig, contig)) return;
        if (files.Beginning(contig) is { } file) Open(file);
        else if (files.IsOneFile && vcf is null) Open(files.Files[0]);
        if (files.IsOneFile)
            while (pending && !ContigNames.AreSame(vcf!.Record.Contig, contig)) pending = vcf.TryRead();
        if (vcf is null || !pending || !ContigNames.AreSame(vcf.Record.Contig, contig))
            throw new OmniException("OH1912", $"there are no records of contig '{contig}'{(files.IsOneFile ? " after those of the contigs before" : "")}", files.Source,
                files.IsOneFile ? "Give the contigs in the order of the file." : "Every contig needs a file that begins with it.");
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
            if (!ContigNames.AreSame(vcf!.Record.Contig, contig)) return false;
            into.Add(vcf.Record, columns);
            pending = vcf.TryRead();
            if (into.Entries >= enough) return pending && ContigNames.AreSame(vcf.Record.Contig, contig);
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => vcf?.Dispose();

    private void Open(VariantFile file)
    {
        vcf?.Dispose();
        vcf = VcfReader.Open(file.Path);
        columns = [.. people.Select(vcf.Header.SampleIndex)];
        pending = vcf.TryRead();
    }
}
