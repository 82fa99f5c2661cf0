namespace OmniHelix;

/// <summary>
/// A file that is being written under a temporary name beside its own; <see cref="Commit"/> gives it its name, disposing without it removes
/// what was written. Where no file stands but a device or a pipe, that is written to.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly string path;
    private readonly FilePlace place;
    private readonly string written;
    private bool isCommitted;

    /// <summary>Chooses the temporary name; nothing is made yet.</summary>
    /// <exception cref="OmniException">OH6002: the links of the path lead in a circle.</exception>
    public PendingFile(string path)
    {
        this.path = path;
        place = FilePlace.Of(path);
        written = place.IsStream ? place.Path : $"{place.Path}.{Environment.ProcessId}.tmp";
    }

    /// <summary>Makes the temporary file. What is returned for a device or a pipe only goes forward.</summary>
    /// <exception cref="OmniException">OH6002 the place cannot be written; while writing OH6001 and OH6002.</exception>
    public Stream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = place.IsStream ? FileMode.Append : FileMode.Create,
            Access = FileAccess.Write,
            Share = place.IsStream ? FileShare.ReadWrite : FileShare.None,
            BufferSize = BufferSize,
        };
        var file = WrittenStream.Open(written, options, path);
        return place.IsStream ? new DeviceStream(file) : file;
    }

    /// <summary>Makes the temporary file for somebody who opens it by its name, which is returned.</summary>
    /// <exception cref="OmniException">OH6002 the place cannot be written.</exception>
    public string CreateNamed()
    {
        // A pipe that was opened and closed has ended for its reader.
        if (!place.IsStream) Create().Dispose();
        return written;
    }

    /// <summary>Flushes the closed temporary file to disk and gives it its name, in place of what was there.</summary>
    /// <exception cref="OmniException">
    /// OH6001 the disk is full; OH6002 the place cannot be written; OH6005 nothing was to be replaced (<see cref="NewPlaces"/>), and
    /// another process has made the file: the temporary one stays.
    /// </exception>
    public void Commit()
    {
        if (place.IsStream) return;
        AtomicFile.Do(path, () =>
        {
            using (var file = new FileStream(written, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
            Rename();
        });
        isCommitted = true;
        NewPlaces.Written(place.Path);
    }

    private void Rename()
    {
        var isNew = NewPlaces.AreExpected(place.Path);
        try
        {
            File.Move(written, place.Path, overwrite: !isNew);
        }
        catch (IOException) when (isNew && File.Exists(place.Path))
        {
            isCommitted = true;
            throw NewPlaces.Taken(path, $"What was written here is not lost: rename {written}, or remove it.");
        }
    }

    /// <summary>Removes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        if (isCommitted || place.IsStream) return;
        try
        {
            File.Delete(written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here matters more; the leftover carries a .tmp name.
        }
    }
}
