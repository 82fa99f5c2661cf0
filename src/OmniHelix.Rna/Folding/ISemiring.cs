using System.Runtime.Intrinsics;

namespace OmniHelix.Rna.Folding;

/// <summary>
/// What the recursions over all structures compute with. One set of recursions gives the least energy (<see cref="MinPlus"/>) and the
/// partition function (<see cref="SumProduct"/>).
/// </summary>
internal interface ISemiring<T>
    where T : unmanaged
{
    /// <summary>The value of what cannot be; neutral in a choice.</summary>
    static abstract T Zero { get; }

    /// <summary>True when of two alternatives one is chosen and the other does not matter.</summary>
    static abstract bool IsSelective { get; }

    /// <summary>The value of what costs nothing; neutral in a combination.</summary>
    static abstract T One { get; }

    /// <summary>Either of two alternatives.</summary>
    static abstract T Choose(T a, T b);

    /// <summary>Both of two independent parts.</summary>
    static abstract T Join(T a, T b);

    /// <summary>True when nothing can be of this value.</summary>
    static abstract bool IsZero(T value);

    /// <summary>Turns values that are <see cref="Zero"/> but for a part joined to them into <see cref="Zero"/>.</summary>
    static abstract T Settle(T value);

    /// <summary>The value of a measured energy.</summary>
    /// <param name="energy">In 0.01 kcal/mol; +∞ for what cannot be.</param>
    /// <param name="thermal">Thermal energy kT in 0.01 kcal/mol.</param>
    static abstract T FromEnergy(double energy, double thermal);

    /// <summary>The same for energies of dangling bases, which never destabilise.</summary>
    static abstract T FromDangle(double energy, double thermal);

    /// <inheritdoc cref="Choose(T, T)"/>
    static abstract Vector512<T> Choose(Vector512<T> a, Vector512<T> b);

    /// <inheritdoc cref="Join(T, T)"/>
    static abstract Vector512<T> Join(Vector512<T> a, Vector512<T> b);

    /// <summary><c>Choose(sum, Join(a, b))</c>.</summary>
    static abstract Vector512<T> ChooseJoin(Vector512<T> sum, Vector512<T> a, Vector512<T> b);

    /// <summary>A choice of all lanes.</summary>
    static abstract T ChooseAll(Vector512<T> lanes);
}
