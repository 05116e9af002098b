/** The ring of sectors with one seat lit: the sign of the product, drawn large. Decoration. */
export function SignInArt() {
  return (
    <svg viewBox="0 0 520 520" aria-hidden="true">
      <circle cx="260" cy="260" r="128" fill="none" stroke="#1E4F5B" strokeWidth="2" />
      <circle cx="398.6" cy="121.4" r="41" fill="#FDC436" />
      <path
        d="M12 1.6 21 4.6v6.9c0 5.6-3.7 9.4-9 11.1-5.3-1.7-9-5.5-9-11.1V4.6z"
        transform="translate(414.3 201.9) scale(3.417)"
        fill="#1E4F5B"
      />
      <path
        d="M12 .9c2.8 4.6 8.6 8 8.6 13.6a8.6 8.6 0 0 1-17.2 0C3.4 8.9 9.2 5.5 12 .9z"
        transform="translate(379.6 331.4) scale(3.417)"
        fill="#1E4F5B"
      />
      <path
        d="M12 1.5 22.3 9.6V22.3H1.7V9.6z"
        transform="translate(269.7 408.3) scale(3.417)"
        fill="#1E4F5B"
      />
      <path d="M12 .6 23.4 12 12 23.4.6 12z" transform="translate(133.2 393.6) scale(3.667)" fill="#1E4F5B" />
      <path
        d="M4 2.2h16A1.8 1.8 0 0 1 21.8 4v16a1.8 1.8 0 0 1-1.8 1.8H4A1.8 1.8 0 0 1 2.2 20V4A1.8 1.8 0 0 1 4 2.2z"
        transform="translate(41.4 301.8) scale(3.417)"
        fill="#1E4F5B"
      />
      <path
        d="M12 1.2a10.8 10.8 0 1 1 0 21.6 10.8 10.8 0 0 1 0-21.6z"
        transform="translate(29.7 168.3) scale(3.417)"
        fill="#1E4F5B"
      />
      <path
        d="M7 1.4h10v5.6h5.6v10H17v5.6H7V17H1.4V7H7z"
        transform="translate(106.6 58.4) scale(3.417)"
        fill="#1E4F5B"
      />
      <path
        d="M12 .8 22 6.4v11.2L12 23.2 2 17.6V6.4z"
        transform="translate(236.1 23.7) scale(3.417)"
        fill="#1E4F5B"
      />
    </svg>
  );
}
